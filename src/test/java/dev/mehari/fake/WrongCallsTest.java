package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fake takes its good call, and refuses every way of spoiling it with the status, the form and the word of its vendor. */
class WrongCallsTest {
    private static final OpenAiWrongCalls OPENAI =
            new OpenAiWrongCalls(OpenAiFake.start().knowing("gpt-4.1", "gpt-5.6-terra"));
    private static final ResponsesWrongCalls RESPONSES =
            new ResponsesWrongCalls(ResponsesFake.start().knowing("gpt-4.1", "gpt-5.6-terra"));
    private static final AnthropicWrongCalls ANTHROPIC = new AnthropicWrongCalls(AnthropicFake.start());
    private static final GeminiWrongCalls GEMINI = new GeminiWrongCalls(GeminiFake.start());
    private static final ZaiWrongCalls ZAI = new ZaiWrongCalls(ZaiFake.start());
    private static final List<GoodCall> GOOD =
            List.of(OPENAI.good(), RESPONSES.good(), ANTHROPIC.good(), GEMINI.good(), ZAI.good());

    static Stream<WrongCall> wrongCalls() {
        return Stream.of(OPENAI.all(), RESPONSES.all(), ANTHROPIC.all(), GEMINI.all(), ZAI.all())
                .flatMap(List::stream);
    }

    @AfterAll
    static void close() {
        GOOD.forEach(call -> call.fake().close());
    }

    @Test
    void theGoodCallsAreGood() {
        for (GoodCall good : GOOD) {
            RawClient.Response response = good.send();
            assertThat(response.status()).as(response.text()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("wrongCalls")
    void isRefused(WrongCall wrong) {
        int before = wrong.good().fake().refusals().size();

        RawClient.Response response = wrong.spoil().apply(wrong.good()).send();

        assertThat(response.status()).as(response.text()).isEqualTo(wrong.status());
        JsonNode body = Json.parse(response.body());
        assertThat(body.at(wrong.tell()).asText("")).as(response.text()).isEqualTo(wrong.code());
        assertThat(body.at("/error/message").asText().replace('"', '\'')).contains(wrong.message());
        assertThat(wrong.good().fake().refusals()).hasSize(before + 1);
    }
}
