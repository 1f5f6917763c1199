package dev.mehari;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Target;
import dev.mehari.protocol.chat.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What there is in a checkout that documents may name.
 *
 * @param root of the checkout
 * @param sources all of our Java, YAML and container files in one text
 * @param makeTargets of the Makefile
 * @param beans that routes may call, with the class of each; {@code Object} where it has no steps
 */
record Facts(Path root, String sources, Set<String> makeTargets, Map<String, Class<?>> beans) {
    /** A part of a path that is one of several words: {@code /api/{kind:upstreams|models}}. */
    private static final Pattern ONE_OF = Pattern.compile("\"(/[^\"{]*)\\{\\w+:([a-z|]+)}");

    /** Names that Spring Boot, the JVM or a client reads, not we. */
    private static final Set<String> OF_OTHERS =
            Set.of("SERVER_PORT", "SERVER_ADDRESS", "JAVA_TOOL_OPTIONS", "ANTHROPIC_MODEL", "GOOGLE_GEMINI_BASE_URL");

    private static final Pattern BEAN = Pattern.compile("Map\\.entry\\(\"(\\w+)\",\\s*(?:new )?(\\w+)");
    private static final Pattern STEP =
            Pattern.compile("ref: (\\w+)\\s+(?:description: [^\\n]*\\s+)?method: \"?(\\w+)");
    private static final Pattern OURS = Pattern.compile("\"((?:mehari|gen_ai)[._][a-z._]+)\"");
    private static final Pattern READ = Pattern.compile("\"((?:MEHARI|DATABASE|POOL|STREAM|APIKEY|DISABLE)_[A-Z_]+)\"");

    static Facts of(Path root) {
        StringBuilder sources = new StringBuilder();
        for (String folder : new String[] {"src/main", "config", "routes"}) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                files.filter(Files::isRegularFile).sorted().forEach(f -> sources.append(text(f)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (String file : new String[] {"docker-compose.yml", ".env.example", "Dockerfile", "mvnw"}) {
            sources.append(text(root.resolve(file)));
        }
        Set<String> targets = all(Pattern.compile("(?m)^([a-z-]+):"), text(root.resolve("Makefile")));
        return new Facts(root, sources.toString(), targets, beans(root));
    }

    boolean isFile(String path) {
        return Files.exists(root.resolve(path));
    }

    boolean isVariable(String name) {
        return OF_OTHERS.contains(name)
                || name.startsWith("LOGGING_LEVEL_")
                || settings("MEHARI_", MehariProperties.class).contains(name)
                || Pattern.compile("\\b" + name + "\\b").matcher(sources).find();
    }

    /** Names of variables that our code reads, but for the one it sets itself. */
    Set<String> variablesRead() {
        Set<String> names = all(READ, sources);
        names.remove("MEHARI_DEMO_URL");
        return names;
    }

    /** Whether a name of ours stands in a string, as Micrometer or SQL have it. */
    boolean isMetric(String name) {
        Set<String> ours = new TreeSet<>();
        all(OURS, sources).forEach(n -> ours.add(n.replace('.', '_')));
        return ours.contains(name) || ours.contains(name.replaceAll("_(total|seconds)$", ""));
    }

    boolean isStep(String bean, String method) {
        Class<?> type = beans.get(bean);
        return type != null && Stream.of(type.getMethods()).map(Method::getName).anyMatch(m -> m.equals(method));
    }

    /** Bean and method of each step in {@code routes/}. */
    Set<Map.Entry<String, String>> stepsOfShippedRoutes() {
        Set<Map.Entry<String, String>> steps = new java.util.HashSet<>();
        Matcher matcher = STEP.matcher(sources);
        while (matcher.find()) {
            steps.add(Map.entry(matcher.group(1), matcher.group(2)));
        }
        return steps;
    }

    /** Whether anything is said to be at a path. */
    boolean isPath(String path) {
        return sources.contains("\"" + path)
                || ONE_OF.matcher(sources)
                        .results()
                        .anyMatch(found -> path.startsWith(found.group(1))
                                && List.of(found.group(2).split("\\|", -1))
                                        .contains(path.substring(found.group(1).length())));
    }

    /**
     * Whether {@code ${body.NAME}} can be read, be the body a call, a passage of its answer, or a document that a route
     * reads.
     */
    boolean isOfBody(String name) {
        return Stream.of(Call.class, Passage.class, dev.mehari.protocol.plain.Document.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(m -> m.getName().toLowerCase(Locale.ROOT))
                .anyMatch(m -> m.equals(name.toLowerCase(Locale.ROOT))
                        || m.equals("get" + name.toLowerCase(Locale.ROOT))
                        || m.equals("is" + name.toLowerCase(Locale.ROOT)));
    }

    /** Whether {@code ${body.caller.NAME}}, {@code ${body.target.NAME}} or {@code ${body.text.NAME}} can be read. */
    boolean isOfPart(String part, String name) {
        if (part.equals("text")) {
            return Stream.of(String.class.getMethods())
                    .anyMatch(m -> m.getName().equals(name));
        }
        if (part.equals("passthrough")) {
            return Stream.of(Passthrough.class.getMethods())
                    .anyMatch(m -> m.getName().equals(name));
        }
        Class<?> type = part.equals("caller") ? Caller.class : Target.class;
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .anyMatch(name::equals);
    }

    static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Variables that Spring Boot binds to a record's components, in both spellings it takes. */
    private static List<String> settings(String prefix, Class<?> type) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                names.addAll(settings(prefix + name + "_", component.getType()));
            } else {
                names.add(prefix + name);
                names.add(prefix + name.replace("_", ""));
            }
        }
        return names;
    }

    /** As {@link GatewaySteps} says: {@code Map.entry("name", new Type(} or {@code Map.entry("name", variable}. */
    private static Map<String, Class<?>> beans(Path root) {
        String source = text(root.resolve("src/main/java/dev/mehari/GatewaySteps.java"));
        Map<String, Class<?>> beans = new TreeMap<>();
        Matcher matcher = BEAN.matcher(source);
        while (matcher.find()) {
            String what = matcher.group(2);
            Matcher declared = Pattern.compile("(\\w+) " + what + "\\b").matcher(source);
            String type = Character.isUpperCase(what.charAt(0)) || !declared.find() ? what : declared.group(1);
            Matcher imported = Pattern.compile("import (dev\\.mehari\\.[\\w.]+\\." + type + ");")
                    .matcher(source);
            beans.put(matcher.group(1), imported.find() ? type(imported.group(1)) : Object.class);
        }
        return beans;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
