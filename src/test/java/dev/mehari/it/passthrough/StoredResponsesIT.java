package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.PlatformFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("stored responses: read, deleted and cancelled where they are kept")
class StoredResponsesIT {
    private static final Doors DOORS = Doors.shared();
    /** May use models of one keeper only. */
    private static final String PAINTER = DOORS.key("\"allowed_models\":[\"painter\"]");

    @BeforeEach
    void forget() {
        DOORS.forget();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/responses/resp_1",
        "GET, /responses/resp_1/",
        "GET, /v1/responses/resp_1?include=x&stream=false",
        "DELETE, /v1/responses/resp_1",
        "POST, /v1/responses/resp_1/cancel",
        "GET, /v1/responses/resp_1/input_items?limit=1",
    })
    @DisplayName("at the only upstream that speaks Responses and that the key may use")
    void onlyKeeper(String method, String path) {
        RawClient.Response reply = DOORS.askAs(PAINTER, method, path);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        String target = path.replaceFirst("^/responses", "/v1/responses").replaceFirst("/$", "");
        assertThat(DOORS.openai.lastRequest().method()
                        + DOORS.openai.lastRequest().target())
                .isEqualTo(method + target);
        assertThat(DOORS.keeper.requests()).isEmpty();
        JsonNode row = DOORS.row(reply);
        assertThat(row.path("operation").asText()).isEqualTo("passthrough");
        assertThat(row.path("upstream").asText()).isEqualTo("openai");
    }

    @Test
    @DisplayName("with several, the caller says which; who does not is told their names")
    void severalKeepers() {
        RawClient.Response which = DOORS.askAs(GatewaySetup.KEY, "GET", "/v1/responses/resp_1");
        assertThat(which.status()).isEqualTo(400);
        assertThat(which.text()).contains("x-mehari-upstream").contains("keeper, openai");
        RawClient.Response other =
                DOORS.askAs(GatewaySetup.KEY, "GET", "/v1/responses/resp_1", "x-mehari-upstream: gemini");
        assertThat(other.status()).isEqualTo(400);
        assertThat(DOORS.reached()).isZero();

        for (PlatformFake fake : new PlatformFake[] {DOORS.keeper, DOORS.openai}) {
            String name = fake.equals(DOORS.keeper) ? "keeper" : "openai";
            RawClient.Response reply =
                    DOORS.askAs(GatewaySetup.KEY, "GET", "/v1/responses/resp_1", "x-mehari-upstream: " + name);
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(fake.requests()).hasSize(1);
        }
        assertThat(DOORS.ask("GET", "/keeper/v1/responses/resp_1").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a keeper that the key may not use is none, not even by its name")
    void notTheirs() {
        RawClient.Response named = DOORS.askAs(PAINTER, "GET", "/v1/responses/resp_1", "x-mehari-upstream: keeper");
        assertThat(named.status()).isEqualTo(400);
        assertThat(named.text()).doesNotContain("keeper,").contains("openai");
        String stranger = DOORS.key("\"allowed_models\":[\"only-gemini\"]");
        RawClient.Response none = DOORS.askAs(stranger, "GET", "/v1/responses/resp_1");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.text()).contains("keeps responses");
        assertThat(DOORS.askAs("", "GET", "/v1/responses/resp_1").status()).isEqualTo(401);
        assertThat(DOORS.reached()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/responses/resp_1, 405",
        "POST, /v1/responses/resp_1, 405",
        "GET, /v1/responses/resp_1/cancel, 405",
        "POST, /v1/responses/resp_1/input_items, 405",
        "GET, /v1/responses, 405",
        "GET, /v1/responses/resp_1/other, 404",
        "GET, /v1/responses/resp_1/input_items/more, 404",
        "GET, /v1/responses/resp_1%2Fother, 404",
        "GET, /v1/responses/..%2ffiles, 400",
        "GET, /v1/responses/%252e%252e, 404",
    })
    @DisplayName("nothing else is there")
    void nothingElse(String method, String path, int status) {
        assertThat(DOORS.askAs(PAINTER, method, path).status()).isEqualTo(status);
        assertThat(DOORS.reached()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"previous_response_id\":\"resp_1\"",
                "\"conversation\":\"conv_1\"",
                "\"prompt\":{\"id\":\"pmpt_1\"}",
                "\"background\":true",
            })
    @DisplayName("what needs a keeper is refused at an upstream that is none, with the name of the field")
    void stateElsewhere(String field) {
        String body = "{\"model\":\"only-gemini\",\"input\":\"hi\"," + field + "}";
        RawClient.Response reply = DOORS.json(GatewaySetup.KEY, "/v1/responses", body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(Doors.json(reply.text()).at("/error/param").asText())
                .isEqualTo(field.substring(1, field.indexOf('"', 1)));
        assertThat(DOORS.reached()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"background\":false", "\"store\":true", "\"store\":false", "\"truncation\":\"disabled\""})
    @DisplayName("what needs none goes anywhere")
    void noState(String field) {
        String body = "{\"model\":\"only-gemini\",\"input\":\"hi\"," + field + "}";
        RawClient.Response reply = DOORS.json(GatewaySetup.KEY, "/v1/responses", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }
}
