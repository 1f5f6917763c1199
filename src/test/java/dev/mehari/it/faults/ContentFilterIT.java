package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.fake.ToolCall;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a content filter of an operator's own, for every caller at every upstream")
class ContentFilterIT {
    private static final Rig RIG = FilteredRig.shared();

    record Pair(Caller caller, Vendor vendor, boolean stream) {}

    static Stream<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Caller caller : Caller.values()) {
            for (Vendor vendor : Vendor.PROTOCOLS) {
                pairs.add(new Pair(caller, vendor, true));
                if (caller != Caller.GEMINI_ARRAY) {
                    pairs.add(new Pair(caller, vendor, false));
                }
            }
        }
        return pairs.stream();
    }

    private static RawClient.Response send(Pair pair, Answer answer, boolean watched) {
        RIG.playing(pair.vendor(), answer);
        Caller caller = pair.caller();
        String request = caller.request(
                pair.vendor().alias(), pair.stream(), caller.asks("hi"), caller.tools(List.of("f", "g")));
        return RIG.send(request.replaceFirst("\r\n", "\r\nX-Watched: " + (watched ? "yes" : "no") + "\r\n"));
    }

    private static Heard hear(Pair pair, Answer answer) {
        RawClient.Response reply = send(pair, answer, true);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return pair.caller().hear(reply, pair.stream());
    }

    private static String filtered(Caller caller) {
        return switch (caller) {
            case CHAT, RESPONSES -> "content_filter";
            case MESSAGES -> "refusal";
            case GEMINI, GEMINI_ARRAY -> "SAFETY";
        };
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("a text is changed, though it comes in pieces; what is not touched stays, calls and thinking too")
    void changes(Pair pair) {
        Heard heard = hear(
                pair,
                Answer.pieces("The Fal", "con fl", "ies. Be ", "quiet.")
                        .withToolCalls(new ToolCall("f", "{\"bird\":\"Falcon\"}"), new ToolCall("f", "{\"n\":1}")));
        assertThat(heard.text.toString()).isEqualTo("The Heron flies. Be quiet.");
        assertThat(heard.arguments().stream().map(Heard::json))
                .containsExactly(Heard.json("{\"bird\":\"Heron\"}"), Heard.json("{\"n\":1}"));
        assertThat(heard.complete).isTrue();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("an answer ends as the provider's own filter would end it, and the provider need not go on")
    void ends(Pair pair) {
        Answer answer = Answer.text("I clean up.").withToolCalls(new ToolCall("g", "{}"), new ToolCall("f", "{}"));
        Heard heard = hear(pair, pair.stream() ? answer.keepsOpen() : answer);
        assertThat(heard.text.toString()).startsWith("I clean up.");
        assertThat(heard.names()).isEmpty();
        assertThat(heard.complete).isTrue();
        // A response whose refusal is a part of it is complete.
        assertThat(heard.stop).isIn(filtered(pair.caller()), "completed");
        if (pair.stream()) {
            SeenRequest seen = RIG.fake(pair.vendor()).lastRequest();
            Eventually.get(Duration.ofSeconds(20), seen::closedByPeerAt, closed -> closed != null);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("an answer is refused: before its first word as an error, behind it as one in the stream")
    void refuses(Pair pair) {
        RawClient.Response first = send(pair, Answer.text("A secret. More."), true);
        assertThat(first.status()).as(first.text()).isEqualTo(403);
        assertThat(first.text()).contains("not for you").doesNotContain("secret");
        assertThat(RIG.row(first).path("error_kind").asText()).isEqualTo("refused_by_route");

        RawClient.Response later = send(pair, Answer.text("Hello there. Now a secret. More."), true);
        assertThat(later.text()).contains("not for you").doesNotContain("secret", "More");
        assertThat(later.status()).isEqualTo(pair.stream() ? 200 : 403);
        Heard heard = pair.caller().hear(later, pair.stream());
        assertThat(heard.error.path("message").asText()).isEqualTo("not for you");
        assertThat(heard.complete).isFalse();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("a filter that fails lets nothing through, says nothing of itself, and asks no other target")
    void fails(Pair pair) {
        RawClient.Response reply = send(pair, Answer.text("boom. More."), true);
        assertThat(reply.status()).as(reply.text()).isEqualTo(500);
        assertThat(reply.text()).contains("internal error").doesNotContain("boom", "inside", "More");
        assertThat(reply.headers().first("x-mehari-attempts")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a response has the id under which its server keeps it, so that the next call can go on with it")
    void keptIds(boolean stream) {
        Pair pair = new Pair(Caller.RESPONSES, Vendor.RESPONSES, stream);
        String text = send(pair, Answer.text("A Falcon."), true).text();
        assertThat(text).contains("Heron");
        assertThat(List.of(text.split("\"resp_", -1)))
                .hasSizeGreaterThan(1)
                .filteredOn(behind -> !behind.startsWith("fake"))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("calls that it does not concern pass as they came, byte for byte where the protocol is the same")
    void others(Pair pair) {
        String text = send(pair, Answer.text("A Falcon, a secret. boom"), false).text();
        assertThat(text.replaceAll("[^A-Za-z]", "")).contains("Falcon");
        JsonNode row = RIG.row(send(pair, Answer.text("A Falcon."), false));
        assertThat(row.path("error_kind").isNull()).isTrue();
        assertThat(row.at("/usage/output_tokens").asInt()).isEqualTo(7);
    }
}
