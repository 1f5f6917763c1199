package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Bad input, paths: none climbs, none reaches a page that is not ours")
class BadPathIT {
    private static final World WORLD = World.shared();

    private int reached;

    @BeforeEach
    void count() {
        reached = WORLD.reached();
    }

    @AfterEach
    void nothingReachedAVendorAndTheGatewayServes() {
        assertThat(WORLD.reached()).isEqualTo(reached);
        WORLD.serves(Dialect.GEMINI);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/nothing, 404",
        "/, 404",
        "/v1, 404",
        "/v1/chat, 404",
        "/V1/CHAT/COMPLETIONS, 404",
        "/v1/chat%2Fcompletions, 400",
        "/v1/chat/completions;x=y, 400",
        "/v1/chat/completions/more, 404",
        "/v1/chat/completions.json, 404",
        "/favicon.ico, 404",
        "/index.html, 404",
        "/error, 404",
        "/actuator, 404",
        "/actuator/env, 404",
        "/actuator/heapdump, 404",
        "/h2-console, 404",
        "/swagger-ui/index.html, 404",
        "/v3/api-docs, 404",
        "/META-INF/MANIFEST.MF, 404",
        "/WEB-INF/web.xml, 404",
        "/.env, 404",
        "/config/upstreams.yaml, 404",
        "/openai/v1/chat/completions, 403",
        "/openai/v1/files, 403",
        "/v1/../api/admin/keys, 400",
        "/v1/%2e%2e/api/admin/keys, 400",
        "/v1/%2E%2e%2Fapi/admin/keys, 400",
        "/v1/..%2fapi/admin/keys, 400",
        "/v1/..%5capi, 400",
        "/v1/./chat/completions, 400",
        "/%2e/v1/chat/completions, 400",
        "/v1/..;/api/admin/keys, 400",
        "/v1/chat/completions%00, 400",
        "/v1/chat/completions%0d%0aX-A:%20b, 400",
        "/v1/%zz, 400",
        "/v1/%c0%ae%c0%ae/x, 400",
        "/v1/%u002e%u002e/x, 400",
        "/v1/%ff, 400",
        "/v1\\chat, 400",
        "/v1beta/models/gemini-2.5-flash%2F..%2F..%2Ffiles:generateContent, 400",
        "/v1beta/models/..:generateContent, 404",
        "/v1beta/models/%00:generateContent, 400",
        "/v1beta/models/:generateContent, 400",
        "/v1beta/models/%20:generateContent, 400",
        "/v1beta/models/gemini-2.5-flash, 404",
        "/v1beta/models/gemini-2.5-flash:steal, 404",
        "/v1beta/models/gemini-2.5-flash:generateContent:x, 404",
        "/v1beta/cachedContents, 404",
    })
    void isRefused(String path, int status) {
        for (Dialect caller : Dialect.values()) {
            RawClient.Response reply = WORLD.post(path, caller.key(), caller.body());
            assertThat(reply.status()).as(reply.text()).isEqualTo(status);
            Errors.common(reply);
            assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo("client");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 60_000})
    @DisplayName("a path of many bytes")
    void longPath(int length) {
        RawClient.Response reply = WORLD.post("/v1/" + "a".repeat(length), Dialect.OPENAI.key(), "{}");
        assertThat(reply.status()).isIn(404, 400, 414);
        Errors.common(reply);
        assertThat(reply.text()).hasSizeLessThan(600);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages/nothing, ANTHROPIC",
        "/v1beta/nothing, GEMINI",
        "/v1/models/x:nothing, GEMINI",
        "/v1/chat/nothing, OPENAI",
    })
    @DisplayName("an unknown path answers in the shape of its neighbours")
    void shapeOfThePath(String path, Dialect shape) {
        shape.error(WORLD.post(path, shape.key(), shape.body()), 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api", "/api/", "/api/admin", "/api/nothing", "/api/admin/nothing", "/api/admin/keys/nothing"})
    @DisplayName("admin paths that do not exist: 401 for strangers, 404 for the admin")
    void adminPaths(String path) {
        RawClient.Response stranger = WORLD.get(path, Map.of());
        assertThat(Errors.admin(stranger, 401)).isEqualTo("unauthenticated");
        assertThat(Errors.admin(WORLD.get(path, Admin.BASIC), 404)).isEqualTo("path_not_found");
    }
}
