package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Bad input, limits: 64 KB and one second, set through the environment; CORS let in for one origin")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TightLimitsIT {
    private static final int LIMIT = 64 << 10;
    /** A body is waited for 30 s where nobody says otherwise. */
    private static final Duration LONG_BEFORE_THE_USUAL = Duration.ofSeconds(20);

    private World world;

    @BeforeAll
    void start() {
        world = World.with(setup -> setup.env("MEHARI_REQUEST_MAX_BODY", "64KB")
                .env("MEHARI_REQUEST_READ_TIMEOUT", "1s")
                .env("SERVER_TOMCAT_CONNECTION_TIMEOUT", "2s")
                .env("MEHARI_CORS_ALLOWED_ORIGINS", "https://chat.example.com"));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @AfterEach
    void serves() {
        for (Dialect dialect : Dialect.values()) {
            world.serves(dialect);
        }
    }

    private static String padded(Dialect dialect, int size) {
        String body = dialect.body();
        return body + " ".repeat(size - body.length());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a body of exactly the limit goes through, one byte more does not")
    void limit(Dialect dialect) {
        int before = world.reached();
        assertThat(world.post(dialect.path(), dialect.key(), padded(dialect, LIMIT))
                        .status())
                .isEqualTo(200);
        assertThat(dialect.error(world.post(dialect.path(), dialect.key(), padded(dialect, LIMIT + 1)), 413))
                .contains("65536");
        assertThat(world.reached() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the same in chunks, whose length nobody announces")
    void chunked(Dialect dialect) {
        assertThat(chunks(dialect, LIMIT).status()).isEqualTo(200);
        dialect.error(chunks(dialect, LIMIT + 1), 413);
        dialect.error(chunks(dialect, 3 << 20), 413);
    }

    private RawClient.Response chunks(Dialect dialect, int size) {
        String body = padded(dialect, size);
        String head = RawClient.post(dialect.path(), dialect.key(), "")
                .replace("Content-Length: 0", "Transfer-Encoding: chunked");
        return world.send(head + Integer.toHexString(size) + "\r\n" + body + "\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gzip: the limit counts what it holds, and a vendor gets it unpacked")
    void gzip(Dialect dialect) {
        String body = padded(dialect, 5000);
        assertThat(packed(dialect, body).status()).isEqualTo(200);
        assertThat(world.vendor(dialect).lastRequest().text()).isEqualTo(body);
        assertThat(world.vendor(dialect).lastRequest().header("content-encoding"))
                .isNull();
        dialect.error(packed(dialect, padded(dialect, LIMIT + 1)), 413);
    }

    private RawClient.Response packed(Dialect dialect, String body) {
        byte[] bytes = BadBodyIT.gzip(body.getBytes(StandardCharsets.UTF_8));
        String head = RawClient.post(dialect.path(), Admin.with(dialect.key(), "Content-Encoding", "gzip"), "")
                .replace("Content-Length: 0", "Content-Length: " + bytes.length);
        try (RawClient client = world.client()) {
            return client.send(head).send(bytes).response();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a body that comes byte by byte: 408 after the second, not after its last byte")
    void slowBody(Dialect dialect) {
        String body = padded(dialect, 1000);
        String head = RawClient.post(dialect.path(), dialect.key(), "")
                .replace("Content-Length: 0", "Content-Length: " + body.length());
        try (RawClient client = world.client()) {
            client.send(head);
            AtomicInteger sent = new AtomicInteger();
            Thread drip = Thread.ofVirtual().start(() -> drip(client, body, sent));
            dialect.error(client.response(), 408);
            assertThat(sent).hasValueLessThan(body.length());
            drip.interrupt();
        }
    }

    private static void drip(RawClient client, String text, AtomicInteger sent) {
        try {
            for (String piece : text.split("", -1)) {
                client.send(piece);
                sent.incrementAndGet();
                RawClient.waitFor(Duration.ofMillis(100));
            }
        } catch (UncheckedIOException e) {
            // The gateway closed the connection: that is what the test waits for.
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a body that stops coming: 408 after the second too")
    void stalledBody(Dialect dialect) {
        String request = dialect.request();
        try (RawClient client = world.client()) {
            client.patience(LONG_BEFORE_THE_USUAL).send(request.substring(0, request.length() - 5));
            dialect.error(client.response(), 408);
        }
    }

    @Test
    @DisplayName("headers that stop coming: the connection ends")
    void slowHeaders() {
        try (RawClient client = world.client()) {
            client.patience(LONG_BEFORE_THE_USUAL).send("POST /v1/chat/completions HTTP/1.1\r\nHost: loc");
            assertThat(client.endOfConnection()).isTrue();
        }
    }

    @Test
    @DisplayName("a browser of the allowed origin: preflight and call, errors too")
    void cors() {
        Map<String, String> preflight = new LinkedHashMap<>();
        preflight.put("Origin", "https://chat.example.com");
        preflight.put("Access-Control-Request-Method", "POST");
        preflight.put("Access-Control-Request-Headers", "authorization, content-type");
        RawClient.Response asked = world.request("OPTIONS", "/v1/chat/completions", preflight);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.headers().first("access-control-allow-origin")).isEqualTo("https://chat.example.com");
        assertThat(asked.headers().has("access-control-allow-credentials")).isFalse();

        Map<String, String> origin = Map.of("Origin", "https://chat.example.com");
        assertThat(world.call(Dialect.OPENAI, origin).headers().first("access-control-allow-origin"))
                .isEqualTo("https://chat.example.com");
        RawClient.Response refused = world.post("/v1/chat/completions", origin, "{}");
        assertThat(refused.headers().first("access-control-allow-origin")).isEqualTo("https://chat.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "https://chat.example.com.evil.example",
                "http://chat.example.com"
            })
    @DisplayName("a browser of another origin: 403 as JSON, no call, the admin side closed to all origins")
    void otherOrigins(String origin) {
        int before = world.reached();
        for (Dialect dialect : Dialect.values()) {
            RawClient.Response reply = world.call(dialect, Map.of("Origin", origin));
            dialect.error(reply, 403);
            assertThat(reply.headers().has("access-control-allow-origin")).isFalse();
        }
        assertThat(world.reached()).isEqualTo(before);
        assertThat(world.get("/api/admin/keys", Admin.with(Admin.BASIC, "Origin", "https://chat.example.com"))
                        .headers()
                        .has("access-control-allow-origin"))
                .isFalse();
    }
}
