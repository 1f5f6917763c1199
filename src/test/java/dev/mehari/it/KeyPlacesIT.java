package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Virtual keys: every place they may stand, every reason to refuse one")
class KeyPlacesIT {
    private static final World WORLD = World.shared();
    private static final Admin ADMIN = new Admin(WORLD);

    private int reached;

    @BeforeEach
    void count() {
        reached = WORLD.reached();
    }

    @AfterEach
    void serves() {
        WORLD.serves(Dialect.OPENAI);
    }

    private record Place(String query, Map<String, String> headers) {}

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 6.6a: any place, on any protocol's path; the vendor gets its own credential alone")
    void everyPlace(Dialect dialect) {
        String key = GatewaySetup.KEY;
        List<Place> places = List.of(
                new Place("", Map.of("Authorization", "Bearer " + key)),
                new Place("", Map.of("authorization", "bearer " + key)),
                new Place("", Map.of("Authorization", "BEARER  " + key + " ")),
                new Place("", Map.of("x-api-key", key)),
                new Place("", Map.of("X-Goog-Api-Key", key)),
                new Place("", Map.of("api-key", key)),
                new Place("?key=" + key, Map.of()),
                new Place("?api_key=" + key, Map.of()),
                new Place("?alt=json&key=" + key, Map.of()),
                new Place("?key=" + key.replace("-", "%2D"), Map.of()));
        for (Place place : places) {
            RawClient.Response reply = WORLD.post(dialect.path() + place.query(), place.headers(), dialect.body());
            assertThat(reply.status()).as(place + reply.text()).isEqualTo(200);
            assertThat(new String(WORLD.vendor(dialect).lastRequest().rawHead(), StandardCharsets.UTF_8))
                    .doesNotContain(key)
                    .contains(WORLD.vendor(dialect).key());
        }
    }

    @Test
    @DisplayName("fault 6.6a: both auth headers at once; anthropic-beta goes on; ?beta=true does not")
    void claudeCode() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-api-key", GatewaySetup.KEY);
        headers.put("Authorization", "Bearer sk-ant-oat01-a-token-that-is-not-for-us");
        headers.put("anthropic-version", "2023-06-01");
        headers.put("anthropic-beta", "context-1m-2025-08-07,interleaved-thinking-2025-05-14");
        RawClient.Response reply = WORLD.post("/v1/messages?beta=true", headers, Dialect.ANTHROPIC.body());

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var sent = WORLD.anthropic().lastRequest();
        assertThat(sent.target()).isEqualTo("/v1/messages");
        assertThat(sent.header("anthropic-beta")).isEqualTo("context-1m-2025-08-07,interleaved-thinking-2025-05-14");
        assertThat(sent.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(sent.headers().all("x-api-key"))
                .containsExactly(WORLD.anthropic().key());
        assertThat(sent.headers().has("authorization")).isFalse();

        headers.put("x-api-key", GatewaySetup.KEY);
        headers.put("Authorization", "Bearer " + GatewaySetup.KEY);
        assertThat(WORLD.post("/v1/messages", headers, Dialect.ANTHROPIC.body()).status())
                .isEqualTo(200);
    }

    private void refused(Dialect dialect, int status, String word, Map<String, String> headers) {
        int before = WORLD.reached();
        RawClient.Response reply = WORLD.post(dialect.path(), headers, dialect.body());
        assertThat(dialect.error(reply, status)).contains(word);
        assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo("client");
        assertThat(WORLD.reached()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no key, an empty one, an unknown one, one of a vendor: 401")
    void unknown(Dialect dialect) {
        refused(dialect, 401, "no API key", Map.of());
        refused(dialect, 401, "no API key", dialect.key(""));
        refused(dialect, 401, "no API key", dialect.key("  "));
        refused(dialect, 401, "not a virtual key", dialect.key("pk_" + "A".repeat(43)));
        refused(dialect, 401, "not a virtual key", dialect.key(GatewaySetup.KEY + "x"));
        refused(dialect, 401, "not a virtual key", dialect.key(GatewaySetup.KEY.toUpperCase(Locale.ROOT)));
        refused(
                dialect,
                401,
                "not a virtual key",
                dialect.key(WORLD.vendor(dialect).key()));
        refused(dialect, 401, "not a virtual key", dialect.key("x".repeat(8000)));
        refused(dialect, 401, "not a virtual key", dialect.key("' OR 1=1 --"));
        assertThat(WORLD.reached()).isEqualTo(reached);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("disabled 401; expired, readonly, not allowed 403")
    void known(Dialect dialect) {
        refused(dialect, 401, "disabled", dialect.key(ADMIN.value("\"disabled\":true")));
        refused(dialect, 403, "expired", dialect.key(ADMIN.value("\"expires_at\":\"2020-01-01T00:00:00Z\"")));
        refused(dialect, 403, "readonly", dialect.key(ADMIN.value("\"role\":\"readonly\"")));
        refused(dialect, 403, dialect.model(), dialect.key(ADMIN.value("\"allowed_models\":[\"demo\"]")));
        assertThat(WORLD.reached()).isEqualTo(reached);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a key that expires while it is in use stops working without a restart")
    void expires(Dialect dialect) {
        String key = ADMIN.value("\"expires_at\":\"" + Instant.now().plusSeconds(2) + "\"");
        assertThat(WORLD.post(dialect.path(), dialect.key(key), dialect.body()).status())
                .isEqualTo(200);
        RawClient.waitFor(Duration.ofMillis(2100));
        refused(dialect, 403, "expired", dialect.key(key));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 3.11: the admin password cannot call a model, in whatever place it stands, and is told so")
    void adminPassword(Dialect dialect) {
        String password = GatewaySetup.ADMIN_PASSWORD;
        refused(dialect, 403, "virtual key", Map.of("Authorization", "Bearer " + password));
        refused(dialect, 403, "virtual key", Map.of("x-api-key", password));
        refused(dialect, 403, "virtual key", Map.of("x-goog-api-key", password));
        refused(dialect, 403, "virtual key", Admin.BASIC);
        refused(dialect, 403, "virtual key", Admin.basic("admin", "wrong"));
        RawClient.Response byQuery = WORLD.post(dialect.path() + "?key=" + password, Map.of(), dialect.body());
        dialect.error(byQuery, 403);
        assertThat(WORLD.get("/v1/models", Admin.BASIC).status()).isEqualTo(403);
        assertThat(WORLD.get("/v1/models", Map.of("Authorization", "Bearer " + password))
                        .status())
                .isEqualTo(403);
        assertThat(WORLD.reached()).isEqualTo(reached);
    }
}
