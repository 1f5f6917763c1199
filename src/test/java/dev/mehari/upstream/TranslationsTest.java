package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.call.ThinkingShown;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Snapshot;
import dev.mehari.protocol.Codecs;
import dev.mehari.sample.Samples;
import dev.mehari.tokens.TokenCounter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls pass as they came, and what becomes of the others. */
class TranslationsTest {
    private static final String UPSTREAMS = """
            upstreams:
              plain: {protocol: openai, base-url: "http://plain", quirks: [usage-always, user-name]}
              zai: {protocol: openai-chat, base-url: "http://zai", quirks: [zai]}
              text: {protocol: openai-chat, base-url: "http://text", quirks: [vllm]}
              claude: {protocol: anthropic, base-url: "http://claude", defaults: {temperature: 0.2, top_k: 7, seed: 1}}
            """;
    private static final String MODELS = """
            models:
              plain: {targets: [plain/gpt-4.1]}
              tags: {targets: [plain/gpt-4.1], thinking: tags}
              none: {targets: [plain/gpt-4.1], thinking: none}
              glm: {targets: [zai/glm-5.2]}
              dumb: {targets: [plain/dumb]}
              slow: {targets: [plain/slow]}
              text: {targets: [text/dumb], thinking: none}
              slow-text: {targets: [text/slow]}
              claude: {targets: [claude/claude-haiku-4-5], defaults: {temperature: 0.5}}
              opus: {targets: [claude/claude-opus-5]}
              strict: {targets: [claude/claude-haiku-4-5], on-loss: refuse}
              strict-dumb: {targets: [plain/dumb], on-loss: refuse}
            capabilities:
              plain/dumb: {tools: false}
              plain/slow: {streaming: false}
              text/dumb: {tools: false}
              text/slow: {streaming: false}
            """;
    private static final Snapshot SNAPSHOT = ConfigLoader.load(
            ConfigSource.of("a test", Map.of("upstreams.yaml", bytes(UPSTREAMS), "models.yaml", bytes(MODELS))),
            Map.of());
    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    private final Clockwork clockwork = new Clockwork();
    private final Codecs codecs = Samples.codecs();
    private final TokenCounter counter = new TokenCounter();
    private final Requests requests = new Requests(
            codecs,
            new Translations(SNAPSHOT, codecs, counter, () -> "id"),
            new Counts(SNAPSHOT, codecs, counter, Clock.systemUTC()),
            new Embeddings(SNAPSHOT, codecs, counter),
            new Unreported(SNAPSHOT, codecs, counter));

    @AfterEach
    void stop() {
        clockwork.shutdownNow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private InFlight flight(Protocol protocol, String alias, String body, @Nullable ThinkingShown asked) {
        RequestBody request = codecs.of(protocol).read(bytes(body));
        Call call = new Call("req_1", protocol, Samples.NOW, Map.of(), request, null, request.stream(), true);
        List<Target> targets = SNAPSHOT.models().find(alias).orElseThrow().targetsFor(alias);
        call.thinking(asked);
        call.course().resolved(alias, targets);
        call.course().nextTarget();
        return new Dispatch(SNAPSHOT, new Timers(clockwork), Clock.fixed(Samples.NOW, ZoneOffset.UTC)).open(call);
    }

    private static String chat(String more) {
        return "{\"model\":\"gpt-4.1\", \"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}";
    }

    private String sent(InFlight flight) {
        return new String(requests.build(flight).body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    plain | -     | true  # nothing to do
                    plain | FIELD | true
                    plain | TAGS  | false # a header stands above the alias
                    plain | NONE  | false
                    tags  | -     | false # by the alias
                    tags  | FIELD | true
                    none  | -     | false
                    glm   | FIELD | false # an upstream that speaks the protocol otherwise
                    """)
    void bytesOfTheSameProtocolPassWhereNobodyHasToChangeThem(
            String alias, @Nullable ThinkingShown asked, String passes) {
        InFlight flight = flight(Protocol.OPENAI_CHAT, alias, chat(",\"unknown\":1.50"), asked);
        String sent = sent(flight);
        assertThat(flight.speech().translation() == null).isEqualTo(passes.startsWith("true"));
        assertThat(sent.contains("\"unknown\":1.50")).isEqualTo(passes.startsWith("true"));
        assertThat(flight.attempt().losses().contains("unknown:dropped")).isEqualTo(passes.startsWith("false"));
    }

    @Test
    void thinkingIsNoConcernOfProtocolsWithAPlaceForIt() {
        InFlight flight =
                flight(Protocol.ANTHROPIC_MESSAGES, "claude", "{\"model\":\"m\",\"max_tokens\":9}", ThinkingShown.TAGS);
        assertThat(sent(flight)).contains("\"max_tokens\":9");
        assertThat(flight.speech().translation()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1E-99999999999"})
    void aNumberThatNothingCanHoldIsTheCallersFault(String number) {
        InFlight flight = flight(Protocol.OPENAI_CHAT, "claude", chat(",\"x\":[" + number + "]"), null);
        assertThatThrownBy(() -> requests.build(flight))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_JSON));
        InFlight passes = flight(Protocol.OPENAI_CHAT, "plain", chat(",\"x\":" + number), null);
        assertThat(sent(passes)).contains(number);
    }

    @Test
    void toolsForAModelWithoutAnyAreNamedAsLost() {
        InFlight flight = flight(Protocol.OPENAI_CHAT, "dumb", chat(TOOLS), null);
        assertThat(sent(flight)).doesNotContain("tools");
        assertThat(flight.attempt().losses()).containsExactly("tools[0]:dropped");
        assertThat(flight.attempt().translatedTo()).isEqualTo(Protocol.OPENAI_CHAT);

        InFlight without = flight(Protocol.OPENAI_CHAT, "dumb", chat(""), null);
        sent(without);
        assertThat(without.speech().translation()).isNull();
    }

    @Test
    void aStreamOfAModelWithoutStreamsIsAskedForAsAWhole() {
        InFlight flight = flight(Protocol.OPENAI_CHAT, "slow", chat(",\"stream\":true"), null);
        assertThat(sent(flight)).doesNotContain("stream");
        assertThat(flight.speech().wholeForStream()).isTrue();
    }

    @Test
    void aTextPassesToWhoGoesOnWithTextsWhateverStandsBesideIt() {
        String body = "{\"model\":\"dumb\",\"prompt\":[1,2],\"suffix\":\"x\"" + TOOLS + ",\"stream\":true}";
        InFlight flight = flight(Protocol.OPENAI_COMPLETIONS, "text", body, ThinkingShown.TAGS);
        assertThat(sent(flight)).isEqualTo(body.replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},"));
        assertThat(flight.speech().translation()).isNull();
    }

    @Test
    void aTextIsAChatForWhoHasChatsOnlyAndForAStreamThatHasToBeMade() {
        String body = "{\"model\":\"m\",\"prompt\":\"Hi\"";
        InFlight plain = flight(Protocol.OPENAI_COMPLETIONS, "plain", body + "}", null);
        assertThat(sent(plain)).contains("\"messages\":");
        assertThat(plain.attempt().losses()).containsExactly("prompt:emulated");

        InFlight slow = flight(Protocol.OPENAI_COMPLETIONS, "slow-text", body + ",\"stream\":true}", null);
        assertThat(sent(slow)).contains("\"messages\":").doesNotContain("stream");
        assertThat(slow.speech().wholeForStream()).isTrue();
        InFlight whole = flight(Protocol.OPENAI_COMPLETIONS, "slow-text", body + "}", null);
        assertThat(sent(whole)).contains("\"prompt\":\"Hi\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    strict      | ,"seed":3          | seed     | dropped
                    strict      | ,"temperature":1.5 | temperature | clamped
                    strict-dumb | ,"tools":[{"type":"function","function":{"name":"f"}}] | tools[0] | dropped
                    """)
    void anAliasCanRefuseWhatWouldBeLost(String alias, String more, String param, String action) {
        InFlight flight = flight(Protocol.OPENAI_CHAT, alias, chat(more), null);
        assertThatThrownBy(() -> requests.build(flight)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_VALUE);
            assertThat(refusal.param()).isEqualTo(param);
            assertThat(refusal.text()).contains("\"" + param + "\"", action);
        });
    }

    @Test
    void whatCanBeSaidIsNotRefused() {
        InFlight flight = flight(Protocol.OPENAI_CHAT, "strict", chat(",\"temperature\":0.5"), null);
        assertThat(sent(flight)).contains("\"temperature\":0.5");
        assertThat(flight.attempt().losses()).isEmpty();
    }

    @Test
    void theAliassDefaultsStandAboveTheUpstreams() {
        String translated = sent(flight(Protocol.OPENAI_CHAT, "claude", chat(""), null));
        assertThat(translated).contains("\"temperature\":0.5", "\"top_k\":7").doesNotContain("seed");
        String passed = sent(flight(Protocol.ANTHROPIC_MESSAGES, "claude", "{\"model\":\"m\",\"a\":1.0}", null));
        assertThat(passed).isEqualTo("{\"temperature\":0.5,\"top_k\":7,\"model\":\"claude-haiku-4-5\",\"a\":1.0}");
        InFlight strict = flight(Protocol.OPENAI_CHAT, "strict", chat(""), null);
        assertThat(sent(strict)).contains("\"temperature\":0.2");
        assertThat(strict.attempt().losses()).as("nobody said seed").isEmpty();
    }

    @Test
    void aModelThatDrawsTokensItsOwnWayIsNotTold() {
        assertThat(sent(flight(Protocol.ANTHROPIC_MESSAGES, "opus", "{\"model\":\"claude-opus-5\"}", null)))
                .isEqualTo("{\"model\":\"claude-opus-5\"}");
        assertThat(sent(flight(Protocol.OPENAI_CHAT, "opus", chat(""), null))).doesNotContain("temperature", "top_k");
    }
}
