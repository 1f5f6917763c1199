package dev.mehari.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .env} file: {@code KEY=VALUE}, one a line, {@code export} before it or not, {@code #} comments, values
 * in single or double quotes or in none. Nothing is interpolated. Faults never quote a line: it may hold a secret.
 */
public final class DotEnv {
    private final String file;
    private final Faults faults;
    private final Map<String, String> values = new LinkedHashMap<>();

    private DotEnv(String file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * The variables in a file, in its order; none when there is no such file.
     *
     * @throws ConfigException with a fault for each broken line
     */
    public static Map<String, String> read(Path file) {
        Faults faults = new Faults();
        String name = String.valueOf(file.getFileName());
        DotEnv env = new DotEnv(name, faults);
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                env.line(
                        i + 1,
                        i == 0 && lines.get(0).startsWith("\uFEFF")
                                ? lines.get(0).substring(1)
                                : lines.get(i));
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (CharacterCodingException e) {
            faults.add(name, 0, "not UTF-8");
        } catch (IOException e) {
            faults.add(name, 0, "cannot be read: " + e.getClass().getSimpleName());
        }
        faults.throwIfAny();
        return Collections.unmodifiableMap(env.values);
    }

    /**
     * The environment with what the file adds to it: a variable that is set already keeps its value.
     *
     * @throws ConfigException as {@link #read}
     */
    public static Map<String, String> under(Map<String, String> environment, Path file) {
        Map<String, String> both = new HashMap<>(read(file));
        both.putAll(environment);
        return Collections.unmodifiableMap(both);
    }

    private void line(int number, String text) {
        String line = text.strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("export ") || line.startsWith("export\t")) {
            line = line.substring("export".length()).strip();
        }
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals).stripTrailing();
        if (!Placeholders.VARIABLE.matcher(key).matches()) {
            faults.add(file, number, "must be KEY=VALUE");
            return;
        }
        String value = value(number, line.substring(equals + 1).strip());
        if (value != null && values.putIfAbsent(key, value) != null) {
            faults.add(file, number, Fault.quote(key) + " is written twice");
        }
    }

    private @Nullable String value(int number, String text) {
        if (text.startsWith("'")) {
            return closed(number, text, text.indexOf('\'', 1), text.substring(1));
        }
        if (text.startsWith("\"")) {
            StringBuilder value = new StringBuilder();
            int end = 1;
            while (end < text.length() && text.charAt(end) != '"') {
                if (text.charAt(end) == '\\' && end + 1 < text.length()) {
                    end++;
                    value.append(escaped(text.charAt(end)));
                } else {
                    value.append(text.charAt(end));
                }
                end++;
            }
            return closed(number, text, end < text.length() ? end : -1, value.toString());
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '#' && (i == 0 || Character.isWhitespace(text.charAt(i - 1)))) {
                return text.substring(0, i).stripTrailing();
            }
        }
        return text;
    }

    /** A quoted value, when the quote ends and only a comment follows. */
    private @Nullable String closed(int number, String text, int end, String value) {
        if (end < 0) {
            faults.add(file, number, "a quote is not closed on its line");
            return null;
        }
        String rest = text.substring(end + 1).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            faults.add(file, number, "something follows the closing quote");
            return null;
        }
        return text.startsWith("'") ? text.substring(1, end) : value;
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '"', '\\', '$' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }
}
