package dev.mehari;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A Markdown document, and what is wrong with what it names in code.
 *
 * @param path in the checkout; links are relative to its folder
 */
record Document(String path, String text) {
    /** Made by the build. */
    private static final Set<String> BUILT = Set.of("target/mehari-exec.jar", "target/mehari.jar");
    /** Named to say that it must not be there. */
    private static final Set<String> REFUSED = Set.of("config/limits.yaml");

    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w*)\\n(.*?)\\n```");
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
    private static final Pattern MAKE = Pattern.compile("(?m)(?:^|[;&] ?)make ([a-z-]+)");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w./{:-])((?:routes|config|docs|src|target|\\.ci|\\.mvn)/"
                    + "[\\w.-]+(?:/[\\w.-]+)*\\.\\w+|\\.env\\.example|docker-compose\\.yml|pom\\.xml)(?![\\w/])");
    private static final Pattern NEW_FILE = Pattern.compile("In a new file `([^`]+)`");
    private static final Pattern VARIABLE = Pattern.compile("(?<![\\w-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?![\\w-])");
    private static final Pattern MADE_HERE = Pattern.compile("(?m)(?:^|export |[; ])([A-Z_]+)=");
    private static final Pattern METRIC = Pattern.compile("(?<![\\w/])((?:mehari|gen_ai)(?:_[a-z]+)+)(?![\\w])");
    private static final Pattern BODY = Pattern.compile("\\$\\{body\\.(\\w+)(?:\\.(\\w+))?");
    private static final Pattern STEP = Pattern.compile("(?m)^\\| `(\\w+)` \\| `(\\w+)(?:\\([^`]*\\))?` \\|.*\\|$");
    private static final Pattern ADMIN = Pattern.compile("(/(?:api|v1)/(?:admin|metrics)(?:/[a-z]+)?)");

    /** Contents of the blocks in a language. */
    List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }

    List<String> wrong(Facts facts) {
        String code = code();
        List<String> wrong = new ArrayList<>();
        check(wrong, MAKE, code, facts.makeTargets()::contains, "no make target \"%s\"");
        Set<String> made = Facts.all(NEW_FILE, text);
        check(
                wrong,
                FILE,
                code,
                f -> BUILT.contains(f) || made.contains(f) || REFUSED.contains(f) != facts.isFile(f),
                "no file %s");
        check(wrong, LINK, text, this::linksWell, "no file behind the link %s");
        Set<String> own = Facts.all(MADE_HERE, String.join("\n", blocks("sh")));
        check(wrong, VARIABLE, code, v -> own.contains(v) || facts.isVariable(v), "nothing reads the variable %s");
        check(wrong, METRIC, code, facts::isMetric, "no metric %s");
        check(wrong, ADMIN, code, facts::isPath, "nothing at the path %s");
        Matcher body = BODY.matcher(code);
        while (body.find()) {
            if (!facts.isOfBody(body.group(1))) {
                wrong.add("a body has no \"" + body.group(1) + "\"");
            } else if (body.group(2) != null && !facts.isOfPart(body.group(1), body.group(2))) {
                wrong.add("a body's " + body.group(1) + " has no \"" + body.group(2) + "\"");
            }
        }
        Matcher step = STEP.matcher(text);
        while (step.find()) {
            if (!facts.isStep(step.group(1), step.group(2))) {
                wrong.add("no step " + step.group(1) + "." + step.group(2));
            }
        }
        blocks("yaml").stream().filter(b -> !isYaml(b)).forEach(b -> wrong.add("a YAML block that is none"));
        return wrong;
    }

    /** All that stands in blocks and in backticks, a line each. */
    private String code() {
        StringBuilder code = new StringBuilder();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            code.append(block.group(2)).append('\n');
        }
        Matcher span = SPAN.matcher(BLOCK.matcher(text).replaceAll(""));
        while (span.find()) {
            code.append(span.group(1)).append('\n');
        }
        return code.toString();
    }

    private boolean linksWell(String link) {
        Path folder = Path.of(path).toAbsolutePath().getParent();
        return link.contains("://") || (folder != null && Files.exists(folder.resolve(link)));
    }

    private static boolean isYaml(String block) {
        try {
            return new Yaml().load(block) != null;
        } catch (YAMLException e) {
            return false;
        }
    }

    private static void check(
            List<String> wrong, Pattern named, String where, Predicate<String> isThere, String message) {
        Facts.all(named, where).stream()
                .filter(isThere.negate())
                .forEach(name -> wrong.add(String.format(Locale.ROOT, message, name)));
    }
}
