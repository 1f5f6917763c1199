package dev.mehari;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Nearest;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads our settings in {@code application.yaml} and the environment before anything is started, so that each fault is
 * one line with its place and not Spring's report of a bean that could not be made.
 */
final class StrictProperties {
    private static final String PREFIX = "mehari";

    private StrictProperties() {}

    /** @throws ConfigException when a setting of ours is unknown or cannot be read */
    static void check(ConfigurableEnvironment environment) {
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, StrictProperties::written);
        try {
            Binder.get(environment).bind(PREFIX, Bindable.of(MehariProperties.class), strict);
        } catch (BindException e) {
            throw new ConfigException(
                    e.getCause() instanceof UnboundConfigurationPropertiesException unknown
                            ? unknown.getUnboundProperties().stream()
                                    .map(StrictProperties::unknown)
                                    .toList()
                            : List.of(unreadable(e)));
        }
    }

    /** In the environment stand variables that begin like our settings and are none. */
    private static boolean written(ConfigurationPropertySource source) {
        return !(source.getUnderlyingSource() instanceof PropertySource<?> from)
                || !(from instanceof SystemEnvironmentPropertySource
                        || from.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
    }

    private static Fault unknown(ConfigurationProperty property) {
        String name = property.getName().toString();
        List<String> near = Nearest.of(name, List.copyOf(defaults().keySet()), 1);
        return fault(
                property.getOrigin(),
                "unknown key \"" + name + "\"" + (near.isEmpty() ? "" : ", did you mean \"" + near.getFirst() + "\"?"));
    }

    /** A value that is there and cannot be what it should. */
    static Fault unreadable(BindException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = Objects.requireNonNullElse(root.getMessage(), "");
        ConfigurationProperty property = e.getProperty();
        Origin origin = property == null ? null : property.getOrigin();
        return fault(
                origin,
                why.startsWith(PREFIX + ".")
                        ? why
                        : e.getName() + " cannot be read as a "
                                + e.getTarget().getType().toClass().getSimpleName());
    }

    private static Fault fault(@Nullable Origin origin, String message) {
        Fault place = place(origin, message);
        return place == null ? new Fault("application.yaml or environment", 0, message) : place;
    }

    /** With file and line; null when it stands in none. */
    static @Nullable Fault place(@Nullable Origin origin, String message) {
        Origin place = origin instanceof OriginProvider wrapped ? wrapped.getOrigin() : origin;
        if (!(place instanceof TextResourceOrigin text) || text.getResource() == null || text.getLocation() == null) {
            return null;
        }
        String file = text.getResource().getFilename();
        return new Fault(
                file == null ? "application.yaml" : file, text.getLocation().getLine() + 1, message);
    }

    /** Our settings with their defaults, in the order of their names; none is empty. */
    static SortedMap<String, String> defaults() {
        SortedMap<String, String> defaults = new TreeMap<>();
        defaults(PREFIX, MehariProperties.class, defaults);
        return defaults;
    }

    /** What usually holds stands at the parameters of a record's constructor, of which there is one. */
    private static void defaults(String prefix, Class<?> type, SortedMap<String, String> into) {
        for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
            String name = prefix + "."
                    + parameter.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (parameter.getType().isRecord()) {
                defaults(name, parameter.getType(), into);
            } else {
                DefaultValue usual = parameter.getAnnotation(DefaultValue.class);
                into.put(name, usual == null ? "" : String.join(", ", usual.value()));
            }
        }
    }
}
