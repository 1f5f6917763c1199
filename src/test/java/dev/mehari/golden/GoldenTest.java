package dev.mehari.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.ToolsBack;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Written;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases between the protocols of chats, in process. All of them run over HTTP too. */
@DisplayName("golden cases, in process")
class GoldenTest {
    /** Whoever runs one case alone, as mutation tests do thousands of times, has them all listed. */
    private static final List<GoldenCase> CASES = GoldenCase.all().stream()
            .filter(c -> Pair.knows(c.inbound()) && Pair.knows(c.upstream()))
            .filter(Pair::translated)
            .toList();

    private static final List<GoldenCase> ANSWERS = CASES.stream()
            .filter(c -> !c.streamed())
            .filter(c -> c.root().path("upstream_response").isObject())
            .filter(c -> !c.root().path("upstream_response").has("$status"))
            .toList();

    private static final List<GoldenCase> STREAMS =
            CASES.stream().filter(GoldenCase::streamed).toList();

    static List<GoldenCase> cases() {
        return CASES;
    }

    static List<GoldenCase> answers() {
        return ANSWERS;
    }

    static List<GoldenCase> streams() {
        return STREAMS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void request(GoldenCase listed) {
        GoldenCase golden = listed.copy();
        Losses losses = new Losses();
        JsonNode expected = golden.get("expected_upstream_request");
        if (expected == null) {
            assertThatThrownBy(() -> Pair.write(golden, losses))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> refused(golden, refusal));
            return;
        }
        JsonNode body = Pair.write(golden, losses).body();
        assertThat(new Expected().inRequest(expected, body))
                .as(golden.toString())
                .isEmpty();
        List<String> warnings = new ArrayList<>();
        golden.root().path("expected_warnings").forEach(w -> warnings.add(w.textValue()));
        List<String> ofRequest =
                warnings.stream().filter(w -> !GoldenCases.ofAnswer(w)).toList();
        List<String> lost = losses.all().stream().map(Loss::toString).toList();
        assertThat(lost).as("what the request lost").containsAll(ofRequest);
        if (golden.root().path("nothing_else_lost").asBoolean()) {
            assertThat(lost).as("all that the request lost").hasSameSizeAs(ofRequest);
        }
    }

    private static void refused(GoldenCase golden, Refusal refusal) {
        JsonNode answer = golden.root().path("expected_client_response");
        Codec codec = Pair.wire(golden.inbound());
        JsonNode body = Tree.parse(new String(codec.error(refusal, "req_1"), StandardCharsets.UTF_8));
        assertThat(codec.status(refusal)).isEqualTo(answer.path("$status").asInt());
        assertThat(new Expected().inAnswer(answer.path("$body"), body == null ? Tree.object() : body))
                .as(golden.toString())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answer(GoldenCase listed) throws IOException {
        GoldenCase golden = listed.copy();
        JsonNode reply = golden.root().path("upstream_response");
        Losses losses = new Losses();
        Written written = Pair.write(golden, losses);
        Answer answer = new Answer();
        Pair.codec(golden.upstream())
                .decoder(Pair.aim(golden), losses)
                .whole(reply, new ToolsBack(written.names(), written.texts(), answer));
        if (golden.root().path("expected_client_response").has("$status")) {
            assertThat(answer.failure()).isNotNull();
            return;
        }
        assertThat(answer.failure()).isNull();
        byte[] sent =
                Pair.codec(golden.inbound()).encoder(Pair.frame(golden), losses).whole(answer);
        JsonNode expected = golden.root().path("expected_client_response");
        assertThat(new Expected().inAnswer(expected, Tree.read(sent)))
                .as(golden.toString())
                .isEmpty();
        List<String> lost = losses.all().stream().map(Loss::toString).toList();
        golden.root()
                .path("expected_warnings")
                .forEach(warning -> assertThat(lost).contains(warning.textValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void stream(GoldenCase listed) throws IOException {
        GoldenCase golden = listed.copy();
        List<JsonNode> expected = Sent.joined(golden.root().path("expected_client_stream"));
        List<JsonNode> events = Sent.joined(Sent.events(sent(golden)));
        Expected compare = new Expected();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), events.size()); i++) {
            JsonNode is = i < events.size() ? events.get(i) : Tree.array();
            JsonNode should = i < expected.size() ? expected.get(i) : Tree.array();
            int at = i;
            compare.inAnswer(should, is).forEach(w -> wrong.add(at + w));
        }
        assertThat(wrong).as(golden.toString()).isEmpty();
    }

    private static byte[] sent(GoldenCase golden) throws IOException {
        Written written = Pair.write(golden, new Losses());
        AnswerDecoder decoder = Pair.codec(golden.upstream()).decoder(Pair.aim(golden), new Losses());
        AnswerEncoder encoder = Pair.codec(golden.inbound()).encoder(Pair.frame(golden), new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChatEvent[] failed = new ChatEvent[1];
        Consumer<ChatEvent> chain = new ToolsBack(written.names(), written.texts(), event -> {
            if (event instanceof ChatEvent.Failed) {
                failed[0] = event;
            } else {
                encoder.take(event, out::writeBytes);
            }
        });
        Pair.read(
                new ByteArrayInputStream(golden.upstreamBytes()),
                decoder,
                chain,
                () -> encoder.flush(out::writeBytes),
                () -> failed[0] != null);
        if (failed[0] instanceof ChatEvent.Failed(ErrorFacts facts)) {
            out.writeBytes(encoder.failure(Pair.refusal(facts)));
        } else if (decoder.end(chain)) {
            encoder.end(out::writeBytes);
        } else {
            out.writeBytes(encoder.failure(Pair.incomplete()));
        }
        return out.toByteArray();
    }
}
