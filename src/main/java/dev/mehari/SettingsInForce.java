package dev.mehari;

import dev.mehari.config.Effective;
import dev.mehari.config.Effective.Branch;
import dev.mehari.config.Effective.Leaf;
import dev.mehari.config.Effective.Source;
import dev.mehari.config.Fault;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.DefaultPropertiesPropertySource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What was read once, at the start: settings of {@code application.yaml}, and variables. Each with where it stands. */
final class SettingsInForce {
    /** Of Spring Boot's settings those that say how the gateway listens, stops and logs. */
    private static final List<ConfigurationPropertyName> SHOWN = List.of(
            ConfigurationPropertyName.of("server"),
            ConfigurationPropertyName.of("logging"),
            ConfigurationPropertyName.of("spring.lifecycle"),
            ConfigurationPropertyName.of("spring.ssl"),
            ConfigurationPropertyName.of("spring.threads"));

    private static final Pattern SECRET =
            Pattern.compile("password|secret|token|credential|private|(^|[._-])key([._-]|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_ADDRESS = Pattern.compile("//[^/@]*@|(?<=password=)[^&]*");
    private static final String MASK = "***";

    /** Variables that the gateway reads by itself, and what holds without them. */
    private static final Map<String, String> VARIABLES = Map.of(
            "APIKEY_CACHE_SIZE", "1000",
            "APIKEY_CACHE_TTL_MS", "300000",
            "DATABASE_TYPE", "sqlite",
            "DATABASE_URL", "",
            "DATABASE_POOL_SIZE", "",
            "MEHARI_HOME", ".",
            "MEHARI_DATA", "data",
            "MEHARI_SECRET", "",
            "MEHARI_BOOTSTRAP_KEY", "",
            "MEHARI_ADMIN_PASSWORD", "");

    private SettingsInForce() {}

    /** By {@code application} and {@code variables}. Secrets are masked. */
    static Map<String, Effective> of(ConfigurableEnvironment environment, Home home) {
        Map<String, Effective> variables = new LinkedHashMap<>();
        new TreeMap<>(VARIABLES).forEach((name, usual) -> {
            String given = home.environment().getOrDefault(name, "");
            if (!given.isBlank()) {
                variables.put(name, new Leaf(masked(name, given), Source.variable(name)));
            } else if (!usual.isEmpty()) {
                variables.put(name, new Leaf(usual, Source.SHIPPED));
            }
        });
        return Map.of("application", new Branch(settings(environment)), "variables", new Branch(variables));
    }

    private static Map<String, Effective> settings(ConfigurableEnvironment environment) {
        Map<String, Effective> all = new TreeMap<>(Comparator.naturalOrder());
        Binder binder = Binder.get(environment);
        StrictProperties.defaults().forEach((name, usual) -> {
            ConfigurationPropertyName exact = ConfigurationPropertyName.of(name);
            ConfigurationProperty found = find(environment, exact);
            String value = found == null
                    ? usual
                    : String.join(
                            ", ",
                            binder.bind(exact, Bindable.listOf(String.class)).orElse(List.of()));
            all.put(name, new Leaf(masked(name, value), found == null ? Source.SHIPPED : source(found)));
        });
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource known) {
                known.stream()
                        .filter(name -> SHOWN.stream().anyMatch(prefix -> prefix.isAncestorOf(name)))
                        .map(source::getConfigurationProperty)
                        .filter(Objects::nonNull)
                        .forEach(one -> all.putIfAbsent(
                                one.getName().toString(),
                                new Leaf(
                                        masked(one.getName().toString(), String.valueOf(one.getValue())),
                                        source(one))));
            }
        }
        return all;
    }

    /** In the first place that has it, or the first of a list. */
    private static @Nullable ConfigurationProperty find(
            ConfigurableEnvironment environment, ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty whole = source.getConfigurationProperty(name);
            ConfigurationProperty found = whole == null ? source.getConfigurationProperty(name.append("[0]")) : whole;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Source source(ConfigurationProperty property) {
        Fault place = StrictProperties.place(property.getOrigin(), "");
        if (place != null) {
            return new Source(Effective.Kind.FILE, "config/" + place.file(), place.line(), null, 0, null);
        }
        Object from = property.getSource() == null ? null : property.getSource().getUnderlyingSource();
        String name = property.getName().toString();
        if (!(from instanceof PropertySource<?> source) || source instanceof DefaultPropertiesPropertySource) {
            return Source.SHIPPED;
        }
        if (source instanceof SystemEnvironmentPropertySource) {
            return Source.variable(
                    switch (property.getOrigin()) {
                        case SystemEnvironmentOrigin own -> own.getProperty();
                        case PropertySourceOrigin dotenv -> dotenv.getPropertyName();
                        case null, default -> name;
                    });
        }
        boolean flag = source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        return Source.variable((flag ? "-D" : "--") + name);
    }

    private static String masked(String name, String value) {
        return SECRET.matcher(name).find()
                ? MASK
                : IN_ADDRESS.matcher(value).replaceAll(match -> match.group().startsWith("//") ? "//***@" : MASK);
    }
}
