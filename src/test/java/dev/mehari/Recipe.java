package dev.mehari;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recipe of {@code docs/routes.md} as it stands there: YAML with the place each piece goes to, and a call to try it with.
 *
 * @param title its heading
 * @param text what stands below it
 */
record Recipe(String title, String text) {
    private static final Path DOCUMENT = Path.of("docs/routes.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (.+)$");
    private static final Pattern PIECE = Pattern.compile(
            "(?s)In `([^`]+)`, (below|before the step|after the step) `([^`]+)`:\\n\\n```yaml\\n(.*?\\n)```");
    private static final Pattern NEW_FILE =
            Pattern.compile("(?s)In a new file `routes/([a-z/-]+)\\.camel\\.yaml`:\\n\\n```yaml\\n(.*?\\n)```");
    private static final Pattern CURL = Pattern.compile("(?m)^curl (.+)$");
    private static final Pattern URL = Pattern.compile("http://localhost:8080(/\\S+)");
    private static final Pattern HEADER = Pattern.compile("-H \"([^:\"]+): ([^\"]+)\"");
    private static final Pattern BODY = Pattern.compile("-d '([^']+)'");

    /** All of them, in the order of the document. */
    static List<Recipe> all() {
        String document;
        try {
            document = Files.readString(DOCUMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String section = document.substring(document.indexOf("\n## Recipes\n") + 1);
        section = section.substring(0, section.indexOf("\n## ", 1));
        List<Recipe> recipes = new ArrayList<>();
        Matcher heading = HEADING.matcher(section);
        List<String> texts = Arrays.asList(HEADING.split(section, -1));
        for (int i = 1; heading.find(); i++) {
            recipes.add(new Recipe(heading.group(1), texts.get(i)));
        }
        return recipes;
    }

    static Recipe named(String title) {
        return all().stream()
                .filter(recipe -> recipe.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recipe \"" + title + "\" in " + DOCUMENT));
    }

    /** Does in the home what the recipe says. */
    TestHome in(TestHome home) {
        return in(home, UnaryOperator.identity());
    }

    /** The same, with a change of the YAML: for what a test cannot have as it is, a time of day for example. */
    TestHome in(TestHome home, UnaryOperator<String> change) {
        Matcher piece = PIECE.matcher(text);
        int pieces = 0;
        while (piece.find()) {
            pieces++;
            String yaml = change.apply(piece.group(4));
            String place = piece.group(2);
            String anchor = piece.group(3);
            home.edit(piece.group(1), file -> switch (place) {
                case "below" -> below(file, anchor, yaml);
                case "before the step" -> aroundStep(file, anchor, yaml, true);
                default -> aroundStep(file, anchor, yaml, false);
            });
        }
        Matcher file = NEW_FILE.matcher(text);
        while (file.find()) {
            home.newRoute(file.group(1), change.apply(file.group(2)));
        }
        if (pieces == 0) {
            throw new AssertionError("no YAML with a place in the recipe \"" + title + "\"");
        }
        return home;
    }

    /** Sends what the recipe's own command sends, with the key of the test. */
    TestGateway.Answer call(TestGateway gateway) {
        Matcher curl = CURL.matcher(text);
        if (!curl.find()) {
            throw new AssertionError("no command in the recipe \"" + title + "\"");
        }
        String command = curl.group(1);
        Map<String, String> headers = new HashMap<>();
        Matcher header = HEADER.matcher(command);
        while (header.find()) {
            headers.put(header.group(1), header.group(2));
        }
        String key = headers.remove("Authorization");
        if (!"Bearer $MEHARI_KEY".equals(key) || !"application/json".equals(headers.remove("Content-Type"))) {
            throw new AssertionError("a command that nobody could use as it stands: " + command);
        }
        return gateway.call(only(URL, command), only(BODY, command), headers);
    }

    private static String only(Pattern pattern, String command) {
        Matcher matcher = pattern.matcher(command);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + command);
        }
        return matcher.group(1);
    }

    private static String below(String file, String line, String yaml) {
        return file.replaceFirst("(?m)^( *" + Pattern.quote(line) + "\\n)", "$1" + Matcher.quoteReplacement(yaml));
    }

    /** Before the list item that has this id, or behind its last line. */
    private static String aroundStep(String file, String id, String yaml, boolean before) {
        Matcher item = Pattern.compile("(?m)^( *)- \\w+:\\n +id: " + Pattern.quote(id) + "\\n")
                .matcher(file);
        if (!item.find()) {
            return file;
        }
        if (before) {
            return file.substring(0, item.start()) + yaml + file.substring(item.start());
        }
        Matcher next =
                Pattern.compile("(?m)^ {0," + item.group(1).length() + "}\\S").matcher(file);
        int end = next.find(item.end()) ? next.start() : file.length();
        return file.substring(0, end) + yaml + file.substring(end);
    }
}
