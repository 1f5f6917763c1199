package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A file of {@code compatibility/}: what one protocol says for each feature. */
record Probes(JsonNode file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The word {@code probe} as base64. */
    static final String BYTES = "cHJvYmU=";

    /** What has to be found again on the other side: words, bytes that are such a word, and counts. */
    private static final Pattern MARKS = Pattern.compile("probe( one| two| three| four|-user)?|cHJvYmU=|777|888|999");

    private static final Map<String, Probes> READ = new ConcurrentHashMap<>();

    static Probes of(String name) {
        return READ.computeIfAbsent(name, file -> new Probes(read(file)));
    }

    static JsonNode read(String name) {
        try (InputStream in =
                Objects.requireNonNull(Probes.class.getResourceAsStream("/compatibility/" + name + ".yaml"), name)) {
            return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode base() {
        return file.path("base").deepCopy();
    }

    /** The request or reply with a feature; null when the protocol has no words for it. */
    @Nullable
    ObjectNode with(String feature) {
        JsonNode own = file.path("features").get(feature);
        return own == null ? null : over(own);
    }

    /** The same without the feature. */
    ObjectNode without(String feature) {
        JsonNode over = file.path("features").path(feature).path("over");
        if (over.isTextual()) {
            return Objects.requireNonNull(with(over.asText()), over.asText());
        }
        return over.isObject() ? over(over) : base();
    }

    private ObjectNode over(JsonNode own) {
        ObjectNode all = base();
        own.properties().forEach(member -> all.set(member.getKey(), member.getValue()));
        all.remove("over");
        return all;
    }

    /** The features for which it has words. */
    List<String> names() {
        return file.path("features").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Marks of what was said that are not to be found in what came of it. */
    static TreeSet<String> missing(JsonNode said, String came) {
        TreeSet<String> missing = new TreeSet<>();
        Matcher marks = MARKS.matcher(said.toString());
        while (marks.find()) {
            String mark = marks.group();
            boolean recoded =
                    (mark.equals(BYTES) && came.contains("probe")) || (mark.equals("probe") && came.contains(BYTES));
            if (!came.contains(mark) && !recoded) {
                missing.add(mark);
            }
        }
        return missing;
    }
}
