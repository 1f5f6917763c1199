package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a path behind an upstream's name never leads away from the upstream's base URL, a header never to it")
class SafePathsIT {
    private static final Doors DOORS = Doors.shared();

    @BeforeEach
    void forget() {
        DOORS.forget();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openai/../v1/files",
                "/openai/v1/../../admin",
                "/openai/%2e%2e/admin",
                "/openai/v1/%2E%2e/admin",
                "/openai/v1/..%2fadmin",
                "/openai/v1/%2e%2e%2f%2e%2e%2fadmin",
                "/openai/v1/a%2f..%2f..%2fadmin",
                "/openai/v1/..%5cadmin",
                "/openai/v1/%252e%252e/admin",
                "/openai/v1/%252e%252e%252fadmin",
                "/openai/v1/%25252e%25252e%25252fadmin",
                "/openai/v1/..;/admin",
                "/openai/v1/..;x=y/admin",
                "/openai/v1/%2e%2e%3b/admin",
                "/openai/v1/.;/files",
                "/openai/v1/./files",
                "/openai/v1/files%00",
                "/openai/v1/files%0d%0aX-Evil:%201",
                "/openai/v1/%ff",
                "/openai/v1/%zz",
                "/openai/v1\\files",
            })
    @DisplayName("no climbing, in whatever encoding")
    void climbs(String path) {
        RawClient.Response reply = DOORS.ask("GET", path);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.headers().first("content-type")).startsWith("application/json");
        assertThat(DOORS.reached()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/openai/http://127.0.0.1/x, /v1/http:/127.0.0.1/x",
        "/openai//127.0.0.1/x, /v1/127.0.0.1/x",
        "/openai/@127.0.0.1/x, /v1/@127.0.0.1/x",
        "/openai/:8080/x, /v1/:8080/x",
        "/openai/v1/files?url=http://127.0.0.1/, /v1/files?url=http://127.0.0.1/",
        "/openai/v1/a%2Fb%20c, /v1/a%2Fb%20c",
        "/openai/v1/${body}/x%7B%7Benv:PATH%7D%7D, ''",
        "/openai/v1/v1/v1/x/, /v1/v1/v1/x/",
    })
    @DisplayName("what looks like another address is a path of the upstream like any other")
    void addresses(String path, String target) {
        RawClient.Response reply = DOORS.ask("GET", path);

        for (SeenRequest seen : DOORS.openai.requests()) {
            assertThat(seen.target()).isEqualTo(target);
            assertThat(seen.header("host"))
                    .isEqualTo("127.0.0.1:" + DOORS.openai.server().port());
        }
        assertThat(reply.status()).as(reply.text()).isIn(200, 400, 404);
        assertThat(DOORS.openai.requests()).hasSize(target.isEmpty() ? 0 : 1);
    }

    @Test
    @DisplayName("no header, query or Host leads elsewhere")
    void destinations() {
        try (OpenAiFake canary = OpenAiFake.start()) {
            String url = canary.baseUrl();
            String host = "127.0.0.1:" + canary.server().port();
            for (String header : List.of(
                    "X-Upstream-Url: " + url,
                    "CamelHttpUri: " + url,
                    "CamelHttpPath: /admin",
                    "CamelHttpQuery: a=b",
                    "CamelHttpMethod: DELETE",
                    "X-HTTP-Method-Override: DELETE",
                    "X-Forwarded-Host: " + host,
                    "Forwarded: host=" + host,
                    "X-Original-URL: /admin",
                    "Location: " + url)) {
                RawClient.Response reply = DOORS.ask("GET", "/openai/v1/files", header);
                assertThat(reply.status()).as(header).isEqualTo(200);
                SeenRequest seen = DOORS.openai.lastRequest();
                assertThat(seen.method() + seen.target()).isEqualTo("GET/v1/files");
                assertThat(seen.headers().toString()).doesNotContain(host, url, "amelHttp", "/admin");
            }
            RawClient.Response byHost = DOORS.send(
                    Doors.head(DOORS.key, "GET", "/openai/v1/files").replace("Host: localhost", "Host: " + host)
                            + "\r\n");
            assertThat(byHost.status()).isEqualTo(200);
            assertThat(canary.server().connections()).isEmpty();
        }
    }

    @Test
    @DisplayName("whoever sends the gateway elsewhere is not followed, and the caller is not sent there")
    void redirects() {
        for (int status : new int[] {301, 302, 303, 307, 308, 300}) {
            DOORS.openai.instead(dev.mehari.fake.Answer.json(status, "{}").header("location", "http://127.0.0.1:1/x"));
            RawClient.Response reply = DOORS.json(DOORS.key, "/openai/v1/moderations", "{\"input\":\"a\"}");
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.headers().names()).doesNotContain("location");
        }
    }

    @Test
    @DisplayName("what has not changed is said so")
    void notModified() {
        DOORS.openai.instead(dev.mehari.fake.Answer.body(304, "application/json", new byte[0])
                .header("etag", "\"v1\""));
        try (RawClient client = DOORS.connect()) {
            client.send(Doors.head(DOORS.key, "GET", "/openai/v1/files/file-1", "If-None-Match: \"v1\"") + "\r\n");
            var reply = client.reply();
            assertThat(reply.status()).isEqualTo(304);
            assertThat(reply.headers().first("etag")).isEqualTo("\"v1\"");
        }
        assertThat(DOORS.openai.lastRequest().header("if-none-match")).isEqualTo("\"v1\"");
    }

    @Test
    @DisplayName("the caller's credentials never go upstream, wherever they stand")
    void credentials() {
        int refusedBefore = DOORS.openai.refusals().size();
        for (String place : List.of(
                "?key=" + DOORS.key,
                "?api_key=" + DOORS.key,
                "?limit=1&%6Bey=" + DOORS.key,
                "?a=b&x=" + DOORS.key,
                "?KEY=" + DOORS.key)) {
            RawClient.Response reply = DOORS.ask("GET", "/openai/v1/files" + place);
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(DOORS.openai.lastRequest().target())
                    .doesNotContain("pk_", "ey=")
                    .startsWith("/v1/files");
        }
        RawClient.Response byQuery = DOORS.askAs("", "GET", "/gemini/v1beta/files?pageSize=2&key=" + DOORS.key);
        assertThat(byQuery.status()).isEqualTo(404);
        SeenRequest seen = DOORS.gemini.lastRequest();
        assertThat(seen.target()).isEqualTo("/v1beta/files?pageSize=2");
        assertThat(seen.header("x-goog-api-key")).isEqualTo(DOORS.gemini.key());
        DOORS.ask(
                "GET",
                "/openai/v1/files",
                "x-api-key: " + DOORS.key,
                "x-goog-api-key: " + DOORS.key,
                "Cookie: a=" + DOORS.key,
                "Proxy-Authorization: Basic " + DOORS.key,
                "X-Secret: " + DOORS.key,
                "Idempotency-Key: 1");
        assertThat(DOORS.openai.lastRequest().headers().toString())
                .doesNotContain("pk_")
                .contains(DOORS.openai.key());
        assertThat(DOORS.openai.refusals()).hasSize(refusedBefore);
    }
}
