package dev.mehari.config;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of one source: which there are, which must not be there, and what is in them. */
final class ConfigFiles {
    static final String UPSTREAMS = "upstreams.yaml";
    static final String MODELS = "models.yaml";
    static final String PRICES = "prices.yaml";
    static final String FAILOVER = "failover.yaml";
    static final List<String> READ = List.of(UPSTREAMS, MODELS, PRICES, FAILOVER);

    private static final String LIMITS = "limits.yaml";
    /** Spring Boot reads these, with or without a profile. */
    private static final Pattern APPLICATION = Pattern.compile("application(-[\\w.-]+)?\\.ya?ml");
    /** And these, but nobody looks at them with the rest. */
    private static final Pattern PROPERTIES = Pattern.compile("application(-[\\w.-]+)?\\.(properties|xml)");

    private final ConfigSource source;
    private final Map<String, String> environment;
    private final Faults faults;
    private final References references;
    private final SortedSet<String> names;
    private final boolean listed;

    ConfigFiles(ConfigSource source, Map<String, String> environment, Faults faults, References references) {
        this.source = source;
        this.environment = environment;
        this.faults = faults;
        this.references = references;
        SortedSet<String> found = new TreeSet<>();
        boolean ok = true;
        try {
            found = source.names();
        } catch (IOException e) {
            ok = false;
            faults.add(source.label(), 0, "cannot be listed: " + e.getClass().getSimpleName());
        }
        this.names = found;
        this.listed = ok;
        names.forEach(this::checkName);
    }

    /** Whether Spring Boot reads it, once, at the start. */
    static boolean isApplication(String name) {
        return APPLICATION.matcher(name).matches();
    }

    /** Whether a file of this name plays a part, the gateway's or Spring Boot's. */
    static boolean isRead(String name) {
        return name.endsWith(".yaml")
                || name.endsWith(".yml")
                || PROPERTIES.matcher(name).matches();
    }

    static String unreadable(IOException e) {
        return "cannot be read: " + e.getClass().getSimpleName();
    }

    private void checkName(String name) {
        if (name.equals(LIMITS)) {
            faults.add(name, 0, "limits are not part of this version yet; remove the file");
        } else if (PROPERTIES.matcher(name).matches()) {
            faults.add(name, 0, "is not taken here; put what it sets into application.yaml");
        } else if (!READ.contains(name) && !isApplication(name)) {
            List<String> near =
                    Nearest.of(name, List.of(UPSTREAMS, MODELS, PRICES, FAILOVER, LIMITS, "application.yaml"), 1);
            faults.add(
                    name,
                    0,
                    near.isEmpty()
                            ? "unknown file, nothing reads it"
                            : "unknown file, did you mean " + Fault.quote(near.getFirst()) + "?");
        }
    }

    /**
     * The content of a file.
     *
     * @param required whether it is a fault when there is none
     * @return null when it is missing or cannot be understood
     */
    @Nullable
    Value read(String name, boolean required) {
        if (!names.contains(name)) {
            if (required && listed) {
                faults.add(name, 0, "not found in " + source.label());
            }
            return null;
        }
        try {
            return new Sheet(name, environment, faults, references).parse(source.read(name, Sheet.LARGEST));
        } catch (IOException e) {
            faults.add(name, 0, unreadable(e));
            return null;
        }
    }
}
