package dev.mehari.config;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills {@code ${NAME}} and {@code ${NAME:default}} from the environment. */
final class Placeholders {
    static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?<name>[^}:]*)(?<default>:[^}]*)?}");

    private Placeholders() {}

    /** The first variable in a text that is set; null when none is. */
    static @Nullable String first(String text, Map<String, String> environment) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst()
                .orElse(null);
    }

    /**
     * A variable that is set but blank counts as unset: compose files pass on unset variables like that.
     *
     * @param fault told what is wrong, never a value
     * @return null after a fault
     */
    static @Nullable String fill(String text, Map<String, String> environment, Consumer<String> fault) {
        if (!text.contains("${")) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        boolean failed = false;
        int from = 0;
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group("name");
            String otherwise = matcher.group("default");
            String value = environment.getOrDefault(name, "");
            if (!VARIABLE.matcher(name).matches()) {
                fault.accept("\"${...}\" must name an environment variable");
                failed = true;
            } else if (otherwise != null && otherwise.contains("${")) {
                fault.accept("${" + name + "} has another ${...} in its default, which is not possible");
                failed = true;
            } else if (value.isBlank() && otherwise == null) {
                fault.accept("environment variable " + name + " is not set");
                failed = true;
            }
            String put = value.isBlank() && otherwise != null ? otherwise.substring(1) : value;
            filled.append(text, from, matcher.start()).append(put);
            from = matcher.end();
        }
        if (text.indexOf("${", from) >= 0) {
            fault.accept("\"${\" without \"}\"");
            failed = true;
        }
        return failed ? null : filled.append(text, from, text.length()).toString();
    }
}
