package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Bad input, fields: what is checked is what the vendor would read")
class BadFieldsIT {
    private static final World WORLD = World.shared();

    private int reached;

    @BeforeEach
    void count() {
        reached = WORLD.reached();
    }

    @AfterEach
    void nothingReachedAVendorAndTheGatewayServes() {
        assertThat(WORLD.reached()).isEqualTo(reached);
        WORLD.serves(Dialect.OPENAI);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPENAI    | \"model\":\"b\"                             | model",
                "OPENAI    | \"m\\u006fdel\":\"b\"                       | model",
                "OPENAI    | \"\\u006d\\u006f\\u0064\\u0065\\u006c\":\"b\" | model",
                "OPENAI    | \"Model\":\"b\"                             | model",
                "OPENAI    | \"MODEL\":\"b\"                             | model",
                "OPENAI    | \"\\u017ftream\":true                       | stream",
                "OPENAI    | \"stream\":false,\"stream\":true            | stream",
                "OPENAI    | \"stream\":false,\"str\\u0065am\":true      | stream",
                "OPENAI    | \"Stream\":true                             | stream",
                "OPENAI    | \"stream_options\":{},\"stream_options\":{} | stream_options",
                "OPENAI    | \"stream_options\":{},\"stream\\u005foptions\":{} | stream_options",
                "OPENAI    | \"stream\":true,\"stream_options\":{\"include_usage\":true,\"include_usage\":false} | stream_options.include_usage",
                "OPENAI    | \"stream\":\"yes\"                          | stream",
                "OPENAI    | \"stream\":1                                | stream",
                "OPENAI    | \"stream_options\":[]                       | stream_options",
                "ANTHROPIC | \"model\":\"b\"                             | model",
                "ANTHROPIC | \"mod\\u0065l\":\"b\"                       | model",
                "ANTHROPIC | \"Model\":\"b\"                             | model",
                "ANTHROPIC | \"stream\":false,\"stream\":true            | stream",
                "ANTHROPIC | \"stream\":\"true\"                         | stream",
            })
    void isRefused(Dialect dialect, String more, String named) {
        for (String body : new String[] {
            dialect.body().replaceFirst("}$", "," + java.util.regex.Matcher.quoteReplacement(more) + "}"),
            "{" + more + "," + dialect.body().substring(1)
        }) {
            RawClient.Response reply = WORLD.post(dialect.path(), dialect.key(), body);
            assertThat(dialect.error(reply, 400)).as(body).contains("\"" + named + "\"");
        }
    }

    @Test
    @DisplayName("a second include_usage is found by its own name")
    void nested() {
        RawClient.Response reply = WORLD.post(
                "/v1/chat/completions",
                Dialect.OPENAI.key(),
                "{\"stream\":true,\"stream_options\":{\"include_usage\":true,\"include\\u005fusage\":false},"
                        + Dialect.OPENAI.body().substring(1));
        assertThat(Dialect.OPENAI.error(reply, 400)).contains("include_usage");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC"})
    @DisplayName("model of the wrong type")
    void wrongType(Dialect dialect) {
        for (String wrong : new String[] {"1", "true", "[]", "[\"b\"]", "{}", "1.5e3", "null", "\"\"", "\" \""}) {
            String body = dialect.body().replace("\"" + dialect.model() + "\"", wrong);
            assertThat(dialect.error(WORLD.post(dialect.path(), dialect.key(), body), 400))
                    .as(wrong)
                    .contains("model");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an unknown model: 404 that names the nearest")
    void unknownModel(Dialect dialect) {
        RawClient.Response reply = WORLD.post(dialect.path("dmeo"), dialect.key(), dialect.body("dmeo"));
        assertThat(dialect.error(reply, 404)).contains("dmeo", "nearest", "demo");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC"})
    @DisplayName("a name of 1 MB: 404, and the answer stays small")
    void longName(Dialect dialect) {
        RawClient.Response reply = WORLD.post(dialect.path(), dialect.key(), dialect.body("x".repeat(1 << 20)));
        assertThat(dialect.error(reply, 404)).hasSizeLessThan(400);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC"})
    @DisplayName("a name with control characters, quotes, markup: 404, the answer is JSON and no header breaks")
    void strangeNames(Dialect dialect) {
        for (String name : new String[] {
            "a\\r\\nX-Evil: 1", "\\u0000", "\\\"}{", "<script>", "\\ud800", "%2e%2e/x", "${body}", "{{x}}"
        }) {
            RawClient.Response reply = WORLD.post(dialect.path(), dialect.key(), dialect.body(name));
            dialect.error(reply, 404);
            assertThat(reply.headers().has("x-evil")).isFalse();
        }
    }
}
