package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.FieldTree;
import dev.mehari.call.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several fields in one pass are those that are found one by one. */
final class FieldSearchTest {
    private static final List<String> PATHS =
            List.of("a", "b", "a.b", "a[0]", "a[1].b", "b.size", "b.a.a", "b[0][1]", "c", "a.size", "a[2]");

    @Test
    void allOfThemAreWhatEachIs() {
        Seeded seeded = Seeded.fresh();
        Random random = seeded.random();
        for (int round = Seeded.times(5000); round > 0; round--) {
            byte[] json = object(random, 4).getBytes(StandardCharsets.UTF_8);
            CheckedBody body = CheckedBody.read(json, Set.of());
            List<String> paths = new ArrayList<>(PATHS);
            paths.removeIf(path -> random.nextInt(3) == 0);
            RequestBody.Found found = body.find(FieldTree.of(paths));
            for (String path : paths) {
                Object alone = FieldPath.of(path).in(json);
                Object together = found.at(path);
                assertThat(together == null)
                        .as("%s %s of %s", seeded, path, new String(json, StandardCharsets.UTF_8))
                        .isEqualTo(alone == null);
                if (!(together instanceof List<?>) && !RequestBody.OBJECT.equals(together)) {
                    assertThat(together)
                            .as("%s %s of %s", seeded, path, new String(json, StandardCharsets.UTF_8))
                            .isEqualTo(alone);
                }
            }
        }
    }

    /** Members may stand there twice. */
    private static String object(Random random, int depth) {
        StringBuilder json = new StringBuilder("{");
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append('"')
                    .append((char) ('a' + random.nextInt(3)))
                    .append("\":")
                    .append(value(random, depth - 1));
            json.append(i > 1 ? "," : "");
        }
        return json.append('}').toString();
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(depth <= 0 ? 4 : 7);
        return switch (kind) {
            case 0 -> "null";
            case 1 -> "\"x\"";
            case 2 -> String.valueOf(random.nextInt(5));
            case 3 -> "true";
            case 4 -> object(random, depth);
            default -> "[" + value(random, depth - 1) + (kind == 5 ? "" : "," + value(random, depth - 1)) + "]";
        };
    }

    @Test
    void whatLiesBehindTheLastOfThemIsNotLookedAt() {
        // It could not be: it is not even JSON. Nobody but this test gives such a body.
        byte[] cut = "{\"a\": 1, \"image\": \"".getBytes(StandardCharsets.UTF_8);

        assertThat(FieldSearch.in(cut, FieldTree.of(List.of("a", "c.d")), Set.of("a", "image"))
                        .at("a"))
                .isEqualTo(1L);

        byte[] inArray = "{\"a\": [{\"b\": 1}, 2, {\"image\": \"".getBytes(StandardCharsets.UTF_8);
        assertThat(FieldSearch.in(inArray, FieldTree.of(List.of("a[0].b", "a[1]")), Set.of("a"))
                        .at("a[1]"))
                .isEqualTo(2L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}]} | {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"user","content":"v"}]} | true
                    {"messages":[{"role":"user","content":[{"type":"text","text":"u","cache_control":{"type":"ephemeral"}}]}]} | {"messages":[{"role":"user","content":"u"},{"role":"user","content":"v"}]} | true
                    {"messages":[{"role":"user","content":"u"}]} | {"messages":[{"role":"user","content":"v"}]} | false
                    {"contents":[{"parts":[{"text":"u"}]}]} | {"contents":[{"role":"user","parts":[{"text":"u"}]},{"role":"model","parts":[]}]} | true
                    {"input":"u"} | {"input":[{"role":"user","content":"u"},{"type":"message","role":"assistant"}]} | true
                    {"input":"u","prompt_cache_key":"k"} | {"prompt_cache_key":"k","input":"v"} | true
                    {"input":"u","conversation":{"id":"c1"}} | {"input":"u","conversation":{"id":"c2"}} | false
                    {"messages":[]} | {"model":"x"} | true
                    """)
    void aConversationIsTheSameInEachOfItsTurns(String one, String other, boolean same) {
        assertThat(conversation(one))
                .satisfies(id -> assertThat(java.util.Objects.equals(id, conversation(other)))
                        .isEqualTo(same));
    }

    private static @org.jspecify.annotations.Nullable String conversation(String body) {
        return CheckedBody.read(body.getBytes(StandardCharsets.UTF_8), Set.of()).conversation();
    }
}
