package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a model path behind an upstream's name is a call like any other, to this upstream and no other")
class BehindTheNameIT {
    private static final Doors DOORS = Doors.shared();
    private static final String CHAT = "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @BeforeEach
    void forget() {
        DOORS.forget();
    }

    @AfterEach
    void holdsNothing() {
        DOORS.assertIdle();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/openai/v1/chat/completions | openai | gpt-4.1 | {\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "/openai/chat/completions | openai | gpt-4.1 | {\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "/openai/v1/chat/completions/ | openai | gpt-4.1 | {\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "/anthropic/v1/messages | anthropic | claude-haiku-4-5 | {\"model\":\"claude-haiku-4-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "/gemini/v1beta/models/gemini-2.5-flash:generateContent | gemini | gemini-2.5-flash | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}",
                "/openai/v1/messages | openai | gpt-4.1 | {\"model\":\"gpt-4.1\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
            })
    @DisplayName("tokens and cost are counted, other protocols are translated")
    void counted(String path, String upstream, String model, String body) {
        RawClient.Response reply = DOORS.json(DOORS.key, path, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode row = DOORS.row(reply);
        assertThat(row.path("operation").asText()).isEqualTo("chat");
        assertThat(row.path("upstream").asText()).isEqualTo(upstream);
        assertThat(row.path("model").asText()).isEqualTo(model);
        assertThat(row.at("/usage/output_tokens").asInt()).isPositive();
    }

    @Test
    @DisplayName("models have the upstream's names: an alias is none, and leads nowhere else")
    void upstreamsNames() {
        String other = CHAT.replace("gpt-4.1", "only-gemini");
        assertThat(DOORS.json(DOORS.key, "/openai/v1/chat/completions", other).status())
                .isEqualTo(200);
        assertThat(DOORS.openai.lastRequest().json().path("model").asText()).isEqualTo("only-gemini");
        assertThat(DOORS.gemini.requests()).isEmpty();
    }

    @Test
    @DisplayName("a key's list of models holds: a target, or a name that leads there")
    void listOfModels() {
        String speaker = DOORS.keyFor("tts-*", "openai/gpt-4.1");
        assertThat(DOORS.json(speaker, "/openai/v1/chat/completions", CHAT).status())
                .isEqualTo(200);
        String byAlias = CHAT.replace("gpt-4.1", "tts-1");
        assertThat(DOORS.json(speaker, "/openai/v1/chat/completions", byAlias).status())
                .isEqualTo(200);
        DOORS.forget();
        for (String model : new String[] {"gpt-4.1-mini", "gpt-5", "only-gemini"}) {
            RawClient.Response reply =
                    DOORS.json(speaker, "/openai/v1/chat/completions", CHAT.replace("gpt-4.1", model));
            assertThat(reply.status()).as(model).isEqualTo(403);
        }
        assertThat(DOORS.reached()).isZero();
    }

    @Test
    @DisplayName("takes the role passthrough as well")
    void role() {
        RawClient.Response reply = DOORS.json(GatewaySetup.KEY, "/openai/v1/chat/completions", CHAT);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).contains("role_not_allowed");
        assertThat(DOORS.reached()).isZero();
    }

    @Test
    @DisplayName("another method of the same path is the upstream's affair")
    void otherMethods() {
        RawClient.Response reply = DOORS.ask("GET", "/openai/v1/chat/completions");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(DOORS.openai.lastRequest().method()).isEqualTo("GET");
    }
}
