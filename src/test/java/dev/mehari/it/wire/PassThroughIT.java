package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("rule 1: the caller gets the upstream's bytes")
class PassThroughIT extends OnRig {
    private static final Answer TALK = Answer.text("Grüße aus 北京 🌍, \"quoted\" and \\ slashed /.")
            .reasoning("First, think about it.")
            .withToolCalls(new ToolCall("get_weather", "{\"city\":\"北京\"}"));

    /** White space and fields that nobody knows, as the vendor of tomorrow may send them. */
    private static String odd(String json) {
        return json.replaceFirst(
                "\\{", "{ \"x_future\" : [1.0, 1e400, 12345678901234567890, {} , [] ,\"\\\\u0000\"],\t");
    }

    private byte[] recorded(Dialect dialect, boolean stream) {
        rig.fake(dialect).always(TALK);
        return rig.direct(dialect, stream).body();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("rule 1: a whole reply, byte for byte")
    void whole(Dialect dialect) {
        String reply = odd(new String(recorded(dialect, false), StandardCharsets.UTF_8));
        rig.fake(dialect).always(Answer.json(200, reply));

        RawClient.Response response = rig.call(dialect, false);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo(reply);
        assertThat(rig.row(response).at("/usage/output_tokens").asInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("rule 1: a stream, byte for byte, however its bytes are cut into packets")
    void stream(Dialect dialect) {
        byte[] stream = odd(new String(recorded(dialect, true), StandardCharsets.UTF_8))
                .stripTrailing()
                .concat(dialect == Dialect.GEMINI_ARRAY ? "" : "\n\n")
                .getBytes(StandardCharsets.UTF_8);
        for (int size : new int[] {1 << 20, 997, 61, 7}) {
            rig.fake(dialect).always(Answer.stream(Small.contentType(dialect), cut(stream, size)));

            RawClient.Response response = rig.call(dialect, true);

            assertThat(response.text()).isEqualTo(new String(stream, StandardCharsets.UTF_8));
            assertThat(response.body()).isEqualTo(stream);
            assertThat(rig.row(response).at("/usage/output_tokens").asInt()).isEqualTo(7);
        }
    }

    private static List<byte[]> cut(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        return pieces;
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI", "ZAI"})
    @DisplayName("rule 1: an error of the request itself, in the upstream's own words")
    void error(Dialect dialect) {
        rig.fake(dialect).always(Answer.error(400, dialect == Dialect.ZAI ? "1214" : null, "the words of the vendor"));
        String direct = rig.direct(dialect, false).text();

        RawClient.Response response = rig.call(dialect, false);

        assertThat(response.status()).isEqualTo(400);
        assertThat(StepByStep.withoutNumbers(response.body()).replaceAll("req_\\w+", "req"))
                .isEqualTo(StepByStep.withoutNumbers(direct.getBytes(StandardCharsets.UTF_8))
                        .replaceAll("req_\\w+", "req"));
        assertThat(response.headers().first("x-mehari-error-origin")).isEqualTo("client");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("rule 3: bytes that are no UTF-8 pass as they are")
    void notUtf8(Dialect dialect) {
        byte[] stream = Small.bytes(dialect);
        int globe = new String(stream, StandardCharsets.ISO_8859_1).indexOf(0xF0);
        // Half a character, as a model that is cut in the middle of one sends it.
        stream[globe] = (byte) 0xC3;
        rig.fake(dialect).always(Answer.stream(Small.contentType(dialect), List.of(stream)));

        byte[] body = rig.call(dialect, true).body();

        assertThat(new String(body, StandardCharsets.ISO_8859_1).stripTrailing())
                .isEqualTo(new String(stream, StandardCharsets.ISO_8859_1).stripTrailing());
    }
}
