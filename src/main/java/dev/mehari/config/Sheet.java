package dev.mehari.config;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * One YAML file while it is read. YAML is only composed into nodes, which know their lines; no object is ever built from
 * a tag.
 *
 * @param entered the object of the database that it is, null for a file
 */
record Sheet(
        String file,
        Map<String, String> environment,
        Faults faults,
        References references,
        @Nullable Entered entered) {
    /** Of a file. */
    Sheet(String file, Map<String, String> environment, Faults faults, References references) {
        this(file, environment, faults, references, null);
    }

    /** Of a file whose references nobody asks for. */
    Sheet(String file, Map<String, String> environment, Faults faults) {
        this(file, environment, faults, new References());
    }

    /** Bytes; ours are a few thousand. */
    static final int LARGEST = 1 << 20;

    private static final int DEEPEST = 20;
    private static final int MOST_ALIASES = 50;

    /** @return null when it is not YAML; an empty file is an empty mapping */
    @Nullable
    Value parse(byte[] bytes) {
        if (bytes.length > LARGEST) {
            faults.add(file, 0, "larger than " + LARGEST + " bytes");
            return null;
        }
        String text = decode(bytes);
        if (text == null) {
            return null;
        }
        try {
            Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
            return new Value(this, root == null ? empty() : root, "", 1);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            faults.add(
                    file, mark == null ? 0 : mark.getLine() + 1, "not YAML: " + e.getProblem() + hint(e.getProblem()));
        } catch (ReaderException e) {
            int end = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
            int line = (int) text.substring(0, end).lines().count();
            faults.add(file, Math.max(1, line), "not YAML: a character that YAML does not allow");
        } catch (YAMLException e) {
            faults.add(file, 0, "not YAML: " + e.getMessage());
        }
        return null;
    }

    /** Places in a body have brackets, and conditions are written in braces: both together take quotes. */
    private static String hint(@Nullable String problem) {
        return problem != null && problem.startsWith("expected ',' or '}'") && problem.endsWith("got [")
                ? "; between { and }, a text with brackets needs quotes: \"body.messages[0].role\""
                : "";
    }

    private @Nullable String decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            faults.add(file, 0, "not UTF-8");
            return null;
        }
    }

    private static Node empty() {
        return new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.BLOCK);
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(LARGEST);
        return options;
    }
}
