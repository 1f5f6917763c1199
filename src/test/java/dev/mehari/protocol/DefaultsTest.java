package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.mehari.call.Defaults;
import dev.mehari.call.Quirk;
import dev.mehari.call.Setting;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings of an operator, put where a caller set none: into the bytes, and into the common language. */
class DefaultsTest {
    private static final Defaults ALL = all();
    private static final Defaults WARM = new Defaults(Map.of(Setting.TEMPERATURE, new BigDecimal("0.70")));

    private static Defaults all() {
        Map<Setting, BigDecimal> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, BigDecimal.valueOf(values.size() + 1));
        }
        return new Defaults(values);
    }

    private static String sent(String protocol, String body, Defaults defaults, Quirk... quirks) {
        Codec codec = switch (protocol) {
            case "openai" -> new OpenAiCodec();
            case "completions" -> OpenAiCodec.completions(ErrorFormat.PROTOCOL);
            case "anthropic" -> new AnthropicCodec();
            case "responses" -> new ResponsesCodec();
            default -> new GeminiCodec();
        };
        byte[] bytes = codec.read(Pieces.bytes(body)).forUpstream("m", Set.of(quirks), defaults);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    openai    | {"model":"m", "a": 1.0}                     | {"temperature":0.70,"model":"m", "a": 1.0}
                    openai    | {"model":"m","temperature":null}            | {"model":"m","temperature":null}
                    openai    | {"model":"m","top_p":1}                     | {"model":"m","top_p":1}
                    openai    | {"model":"m","x":{"temperature":1}}         | {"temperature":0.70,"model":"m","x":{"temperature":1}}
                    anthropic | {"model":"m"}                               | {"temperature":0.70,"model":"m"}
                    anthropic | {"model":"m","temperature":1}               | {"model":"m","temperature":1}
                    anthropic | {"model":"m","thinking":{"type":"adaptive"}} | {"model":"m","thinking":{"type":"adaptive"}}
                    anthropic | {"model":"m","thinking":{"type":"disabled"}} | {"temperature":0.70,"model":"m","thinking":{"type":"disabled"}}
                    gemini    | {}                                          | {"generationConfig":{"temperature":0.70}}
                    gemini    | {"é":1 }                                    | {"generationConfig":{"temperature":0.70},"é":1 }
                    gemini    | {"generationConfig": {}}                    | {"generationConfig": {"temperature":0.70}}
                    gemini    | {"é":1,"generationConfig": { "seed":1}}     | {"é":1,"generationConfig": {"temperature":0.70, "seed":1}}
                    gemini    | {"generation_config":{"top_p":1}}           | {"generation_config":{"top_p":1}}
                    gemini    | {"generation_config":{"temperature":1}}     | {"generation_config":{"temperature":1}}
                    gemini    | {"generationConfig":null}                   | {"generationConfig":null}
                    """)
    void onlyWhatIsAbsentIsAdded(String protocol, String body, String expected) {
        assertThat(sent(protocol, body, WARM)).isEqualTo(expected);
    }

    @Test
    void withoutDefaultsNoByteChanges() {
        byte[] body = Pieces.bytes("{\"model\":\"m\" }");
        assertThat(new OpenAiCodec().read(body).forUpstream("m", Set.of(), Defaults.NONE))
                .isSameAs(body);
    }

    @Test
    void everyProtocolHasNamesOfItsOwn() {
        String openai = sent("openai", "{\"model\":\"m\"}", ALL);
        assertThat(openai)
                .isEqualTo("{\"max_completion_tokens\":1,\"temperature\":2,\"top_p\":3,\"frequency_penalty\":6,"
                        + "\"presence_penalty\":7,\"seed\":9,\"model\":\"m\"}");
        assertThat(sent("openai", "{\"model\":\"m\"}", ALL, Quirk.MAX_TOKENS_NAME, Quirk.SAMPLING_EXTRAS))
                .startsWith("{\"max_tokens\":1,")
                .contains("\"top_k\":4,\"min_p\":5,", "\"repetition_penalty\":8,");
        assertThat(sent("openai", "{\"model\":\"m\",\"max_tokens\":5}", ALL)).doesNotContain("max_completion_tokens");
        assertThat(sent("completions", "{\"model\":\"m\"}", ALL)).startsWith("{\"max_tokens\":1,");
        assertThat(sent("anthropic", "{\"model\":\"m\",\"max_tokens\":5}", ALL))
                .isEqualTo("{\"temperature\":2,\"top_p\":3,\"top_k\":4,\"model\":\"m\",\"max_tokens\":5}");
        assertThat(sent("responses", "{\"model\":\"m\"}", ALL))
                .isEqualTo("{\"max_output_tokens\":1,\"temperature\":2,\"top_p\":3,\"model\":\"m\"}");
        assertThat(sent("responses", "{\"model\":\"m\",\"max_output_tokens\":5,\"top_p\":1}", ALL))
                .isEqualTo("{\"model\":\"m\",\"max_output_tokens\":5,\"top_p\":1}");
        assertThat(sent("gemini", "{\"generationConfig\":{\"max_output_tokens\":5}}", ALL))
                .isEqualTo("{\"generationConfig\":{\"temperature\":2,\"topP\":3,\"topK\":4,\"frequencyPenalty\":6,"
                        + "\"presencePenalty\":7,\"seed\":9,\"max_output_tokens\":5}}");
    }

    @ParameterizedTest
    @EnumSource
    void inTheCommonLanguageNobodyMissesThem(Setting setting) {
        Options options = new Options();
        options.add(new Defaults(Map.of(setting, BigDecimal.valueOf(3))));
        Option option = Option.valueOf(setting.name());
        assertThat(options.peek(option))
                .isNotNull()
                .extracting(given -> given.value().intValue())
                .isEqualTo(3);

        Losses losses = new Losses();
        options.loseRest(losses);
        assertThat(losses.all()).isEmpty();
    }

    @Test
    void whatAProtocolSaysInACallersPlaceGivesWay() {
        Options options = new Options();
        options.put(Option.MAX_TOKENS, IntNode.valueOf(16), "");
        options.put(Option.SEED, IntNode.valueOf(16), "");
        options.add(new Defaults(Map.of(Setting.MAX_TOKENS, BigDecimal.valueOf(500))));
        assertThat(options.is(Option.MAX_TOKENS, 500)).isTrue();
        assertThat(options.is(Option.SEED, 16)).isTrue();
    }

    @Test
    void whatTheCallerSetStays() {
        Options options = new Options();
        options.put(Option.TOP_P, IntNode.valueOf(1), "topP");
        options.put(Option.SEED, IntNode.valueOf(9), "seed");
        options.add(ALL);
        Given<?> seed = options.peek(Option.SEED);
        assertThat(seed).isEqualTo(new Given<>(IntNode.valueOf(9), "seed"));
        assertThat(options.peek(Option.TEMPERATURE)).isNull();
        assertThat(options.peek(Option.TOP_K)).isNotNull();
    }
}
