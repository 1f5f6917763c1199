package dev.mehari.it.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.OpenAiBothFake;
import dev.mehari.fake.SeenRequest;
import dev.mehari.fake.ToolCall;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.pairs.Question.With;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's newer models take tools in chat completions only when they are told not to think. */
@DisplayName("an upstream that speaks both of OpenAI's protocols")
class BothOfOpenAiIT {
    private static final OpenAiBothFake FAKE = OpenAiBothFake.start();
    private static final GatewayProcess GATEWAY = GatewayProcess.setup()
            .upstream(FAKE)
            .withoutRetries()
            .withoutBreakers()
            .start();

    @AfterAll
    static void stop() {
        GATEWAY.close();
        FAKE.close();
    }

    private final int refusedBefore = FAKE.refusals().size();

    @AfterEach
    void nothingWasRefused() {
        FAKE.server().forget();
        assertThat(FAKE.refusals()).hasSize(refusedBefore);
    }

    private static List<String> paths() {
        return FAKE.requests().stream().map(SeenRequest::path).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,      gpt-5.6-terra, false, /v1/chat/completions",
        "CHAT,      gpt-5.6-terra, true,  /v1/responses",
        "CHAT,      gpt-4.1,       true,  /v1/chat/completions",
        "RESPONSES, gpt-5.6-terra, false, /v1/responses",
        "RESPONSES, gpt-4.1,       true,  /v1/responses",
        "ANTHROPIC, gpt-5.6-terra, false, /v1/chat/completions",
        "ANTHROPIC, gpt-5.6-terra, true,  /v1/responses",
        "ANTHROPIC, gpt-4.1,       true,  /v1/chat/completions",
        "GEMINI,    gpt-5.6-terra, false, /v1/chat/completions",
        "GEMINI,    gpt-5.6-terra, true,  /v1/responses",
        "GEMINI,    gpt-4.1,       true,  /v1/chat/completions",
    })
    void isCalledInTheOneThatTakesTheCall(Dialect dialect, String model, boolean tools, String path) {
        FAKE.always(Answer.text("It is warm."));
        try (Caller caller = dialect.caller(GATEWAY.url())) {
            Set<With> with = tools ? EnumSet.of(With.TOOLS) : EnumSet.noneOf(With.class);

            assertThat(caller.ask(new Question(model, false, with)).text()).isEqualTo("It is warm.");
            assertThat(caller.ask(new Question(model, true, with)).text()).isEqualTo("It is warm.");
        }
        assertThat(paths()).containsExactly(path, path);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void thinksBetweenItsTools(Dialect dialect) {
        FAKE.always(Answer.toolCalls(new ToolCall(Question.TOOL, "{\"city\":\"Paris\"}"))
                .reasoning("Where is it?")
                .thenText("21 degrees."));
        try (Caller caller = dialect.caller(GATEWAY.url())) {
            Heard asked = caller.ask(new Question("gpt-5.6-terra", true, EnumSet.of(With.TOOLS, With.THINKING)));

            assertThat(asked.thinking()).isEqualTo("Where is it?");
            assertThat(caller.tell(List.of("{\"celsius\":21}")).text()).isEqualTo("21 degrees.");
        }
        assertThat(paths()).containsExactly("/v1/responses", "/v1/responses");
    }

    @Test
    void isLeftTheProtocolInWhichTheModelIsToldNotToThink() {
        FAKE.always(Answer.text("It is warm."));
        String body = "{'model':'gpt-5.6-terra','reasoning_effort':'none','messages':[{'role':'user','content':'hi'}],"
                + "'tools':[{'type':'function','function':{'name':'f'}}]}";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(GATEWAY.url() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + GatewaySetup.KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));

        assertThat(GATEWAY.send(request).statusCode()).isEqualTo(200);
        assertThat(paths()).containsExactly("/v1/chat/completions");
    }
}
