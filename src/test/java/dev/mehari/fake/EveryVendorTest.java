package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts know nothing of vendors: each of them must fit each vendor, streamed as events, streamed as an array, and whole. */
class EveryVendorTest {
    private static final GoodCall OPENAI = new OpenAiWrongCalls(OpenAiFake.start()).good();
    private static final GoodCall RESPONSES = new ResponsesWrongCalls(ResponsesFake.start()).good();
    private static final GoodCall ANTHROPIC = new AnthropicWrongCalls(AnthropicFake.start()).good();
    private static final GoodCall GEMINI = new GeminiWrongCalls(GeminiFake.start()).good();
    private static final GoodCall ZAI = new ZaiWrongCalls(ZaiFake.start()).good();
    private static final String GEMINI_STREAM = "/v1beta/models/gemini-2.5-flash:streamGenerateContent";

    private static final Map<String, GoodCall> CALLS = new LinkedHashMap<>();
    private static final Map<String, Answer> ANSWERS = new LinkedHashMap<>();

    static {
        CALLS.put("OpenAI, events", OPENAI.with("stream", "true"));
        CALLS.put("OpenAI, whole", OPENAI);
        CALLS.put("Responses, events", RESPONSES.with("stream", "true"));
        CALLS.put("Responses, whole", RESPONSES);
        CALLS.put("Anthropic, events", ANTHROPIC.with("stream", "true"));
        CALLS.put("Anthropic, whole", ANTHROPIC);
        CALLS.put("Gemini, events", GEMINI.path(GEMINI_STREAM + "?alt=sse"));
        CALLS.put("Gemini, array", GEMINI.path(GEMINI_STREAM));
        CALLS.put("Gemini, whole", GEMINI);
        CALLS.put("Z.AI, events", ZAI.with("stream", "true"));
        CALLS.put("Z.AI, whole", ZAI);

        Answer text = Answer.text("one two three").reasoning("let me think");
        ANSWERS.put("text", text);
        ANSWERS.put("noise", text.noisy().comments("x").twoLineData());
        ANSWERS.put("single bytes", text.oneByteWrites());
        ANSWERS.put("stray end", text.errorAfter(2, 500, null, "broken").terminatedAnyway());
        ANSWERS.put("error", text.errorAfter(2, 500, null, "broken"));
        ANSWERS.put("error at once", text.errorAfter(0, 500, null, "broken"));
        ANSWERS.put("no end", text.withoutTerminator().withoutFinish());
        ANSWERS.put("close ends it", text.closeDelimited());
        ANSWERS.put("vendor's error", Answer.error(429).retryInfo(java.time.Duration.ofMillis(34_070)));
        ANSWERS.put("tools without tools", Answer.toolCall("f", "{}"));
        for (UsageAt place : UsageAt.values()) {
            ANSWERS.put("usage " + place, text.usageAt(place));
        }
    }

    private static final Map<String, Answer> BROKEN = new LinkedHashMap<>();

    static {
        Answer text = Answer.text("one two three");
        BROKEN.put("cut", text.cutAfter(1));
        BROKEN.put("cut at once", text.cutAfter(0));
        BROKEN.put("cut inside", text.cutInside(0));
        BROKEN.put("reset", text.resetAfter(1));
        BROKEN.put("cut after bytes", text.cutAfterBytes(20));
        BROKEN.put("truncated", text.truncated());
        BROKEN.put("bad chunks", text.malformedChunks());
    }

    /** A vendor's call and an answer to it. */
    record Pair(String vendor, String script, GoodCall call, Answer answer) {
        @Override
        public String toString() {
            return vendor + ": " + script;
        }
    }

    private static Stream<Pair> pairs(Map<String, Answer> answers) {
        List<Pair> pairs = new ArrayList<>();
        CALLS.forEach((vendor, call) ->
                answers.forEach((script, answer) -> pairs.add(new Pair(vendor, script, call, answer))));
        return pairs.stream();
    }

    static Stream<Pair> readable() {
        return pairs(ANSWERS);
    }

    static Stream<Pair> unreadable() {
        // A whole body is one event: after it, nothing is left to be cut.
        return pairs(BROKEN)
                .filter(pair -> !pair.vendor().endsWith("whole")
                        || !List.of("cut", "reset").contains(pair.script()));
    }

    @AfterAll
    static void close() {
        List.of(OPENAI, RESPONSES, ANTHROPIC, GEMINI, ZAI)
                .forEach(call -> call.fake().close());
    }

    @ParameterizedTest
    @MethodSource("readable")
    void fitsAndEndsInGoodOrder(Pair pair) {
        pair.call().fake().next(pair.answer());

        RawClient.Response response = pair.call().send();

        assertThat(pair.call().fake().refusals()).isEmpty();
        String type = String.valueOf(response.headers().first("content-type"));
        if (type.startsWith("application/json") && !pair.script().contains("end")) {
            assertThat(Json.parse(response.body()).isMissingNode()).isFalse();
        }
        if (pair.script().equals("text")) {
            assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("think", "three");
        }
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void breaksWhereItIsToldTo(Pair pair) {
        pair.call().fake().next(pair.answer());

        boolean broke;
        try {
            pair.call().send();
            broke = false;
        } catch (java.io.UncheckedIOException | NumberFormatException e) {
            broke = true;
        }

        assertThat(pair.call().fake().refusals()).isEmpty();
        assertThat(broke).isTrue();
    }

    /** The fake is seen to stop; nobody waits for a time to pass. */
    @ParameterizedTest
    @MethodSource("stalled")
    void staysSilentUntilThePeerLeaves(Pair pair) throws IOException {
        FakeProvider fake = pair.call().fake();
        fake.server().forget();
        fake.next(pair.answer());
        String request = RawClient.post(
                pair.call().path(), pair.call().headers(), pair.call().body());
        try (RawClient client = RawClient.to(fake.baseUrl())) {
            RawReply reply = client.send(request).reply();
            assertThat(reply.body().readNBytes(5)).hasSize(5);
            assertThat(fake.lastRequest().isReplyComplete()).isFalse();
        }
        fake.server().awaitClosed(fake.lastRequest(), java.time.Duration.ofSeconds(20));
    }

    static Stream<Pair> stalled() {
        return pairs(Map.of("stall", Answer.text("one two three").stallAfter(1)));
    }
}
