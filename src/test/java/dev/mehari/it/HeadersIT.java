package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.Headers;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 4.3 and rule 13: headers pass by a list, in both directions")
class HeadersIT {
    private static final World WORLD = World.shared();
    private static final String CANARY = "canary-of-the-caller";

    private static final List<String> ODD = List.of(
            "Connection: x-secret, keep-alive",
            "X-Secret: C",
            "Cookie: session=C",
            "Cookie2: C",
            "Set-Cookie: a=C",
            "Proxy-Authorization: Basic C",
            "Proxy-Connection: C",
            "Keep-Alive: C",
            "TE: trailers",
            "Trailer: C",
            "Upgrade: C",
            "Forwarded: for=C",
            "X-Forwarded-For: C",
            "X-Forwarded-Host: C",
            "X-Forwarded-Proto: https",
            "X-Real-IP: C",
            "Via: 1.1 C",
            "Origin: https://C",
            "Referer: https://C/",
            "User-Agent: C",
            "Accept: C/C",
            "Accept-Encoding: gzip, br",
            "Accept-Language: C",
            "Content-Language: C",
            "Content-Location: C",
            "If-Match: C",
            "Range: bytes=0-1",
            "Expect-CT: C",
            "Authorization-Extra: C",
            "X-Auth-Token: C",
            "X-Amz-Security-Token: C",
            "X-Goog-User-Project: C",
            "X-Goog-Api-Client: C",
            "OpenAI-Organization: C",
            "OpenAI-Project: C",
            "anthropic-dangerous-direct-browser-access: C",
            "X-Stainless-Lang: C",
            "Idempotency-Key: C",
            "X-Request-Id: C",
            "traceparent: C",
            "baggage: C",
            "CamelHttpUri: http://C/",
            "X-HTTP-Method-Override: DELETE",
            "x-mehari-upstream: C",
            "Priority: u=1",
            "DNT: 1",
            "Early-Data: 1");

    private static final Set<String> EVERYWHERE =
            Set.of("host", "content-type", "content-length", "accept", "accept-encoding", "user-agent", "connection");

    private static Set<String> allowed(Dialect dialect) {
        Set<String> names = new TreeSet<>(EVERYWHERE);
        names.addAll(
                switch (dialect) {
                    case OPENAI -> Set.of("authorization", "openai-beta");
                    case ANTHROPIC -> Set.of("x-api-key", "anthropic-version", "anthropic-beta");
                    case GEMINI -> Set.of("x-goog-api-key");
                });
        return names;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("47 odd headers: the vendor gets the listed ones, each once, and one credential")
    void upstream(Dialect dialect) {
        String lines = String.join("\r\n", ODD).replace("C/C", CANARY + "/x").replaceAll("\\bC\\b", CANARY);
        String request = dialect.request()
                .replaceFirst("Host:", "Anthropic-Beta: one\r\nOpenAI-Beta: two\r\n" + lines + "\r\nHost:");
        RawClient.Response reply = WORLD.send(request);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);

        SeenRequest sent = WORLD.vendor(dialect).lastRequest();
        assertThat(sent.headers().names()).doesNotHaveDuplicates().allMatch(allowed(dialect)::contains);
        assertThat(sent.headers().toString() + sent.target() + sent.text())
                .doesNotContain(CANARY)
                .doesNotContain(GatewaySetup.KEY);
        assertThat(sent.header("accept-encoding")).isEqualTo("identity");
        assertThat(sent.header("host"))
                .isEqualTo("127.0.0.1:" + WORLD.vendor(dialect).server().port());
        List<String> credentials = sent.headers().lines().stream()
                .filter(line -> line.value().contains(WORLD.vendor(dialect).key()))
                .map(Headers.Line::name)
                .toList();
        assertThat(credentials).hasSize(1);
        assertThat(WORLD.vendor(dialect).refusals())
                .noneMatch(refused -> refused.request().equals(sent));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what a vendor says about our account stays here; whole replies, errors and streams")
    void back(Dialect dialect) {
        Map<String, String> telling = new LinkedHashMap<>();
        for (String name : List.of(
                "set-cookie",
                "alt-svc",
                "server",
                "via",
                "x-powered-by",
                "www-authenticate",
                "location",
                "refresh",
                "link",
                "openai-organization",
                "openai-project",
                "anthropic-organization-id",
                "anthropic-ratelimit-requests-limit",
                "x-ratelimit-limit-requests",
                "x-ratelimit-remaining-tokens",
                "cf-ray",
                "x-envoy-upstream-service-time",
                "access-control-allow-origin",
                "strict-transport-security",
                "content-security-policy",
                "x-goog-ext",
                "x-mehari-upstream",
                "x-mehari-error-origin",
                "x-should-retry",
                "x-request-id",
                "request-id")) {
            telling.put(name, CANARY);
        }
        for (Answer answer : List.of(Answer.text("hello"), Answer.error(400), Answer.error(401), Answer.error(503))) {
            Answer told = answer;
            for (Map.Entry<String, String> header : telling.entrySet()) {
                told = told.header(header.getKey(), header.getValue());
            }
            WORLD.vendor(dialect).next(told);
            RawClient.Response reply = WORLD.call(dialect);
            assertThat(reply.headers().toString()).as(reply.text()).doesNotContain(CANARY);
            assertThat(reply.headers().names()).doesNotHaveDuplicates();
        }
        String streamed = dialect == Dialect.GEMINI
                ? RawClient.post(
                        "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", dialect.key(), dialect.body())
                : RawClient.post(
                        dialect.path(),
                        dialect.key(),
                        "{\"stream\":true," + dialect.body().substring(1));
        WORLD.vendor(dialect)
                .next(Answer.text("hello").header("set-cookie", CANARY).header("x-goog-ext", CANARY));
        RawClient.Response reply = WORLD.send(streamed);
        assertThat(reply.headers().first("content-type")).startsWith("text/event-stream");
        assertThat(reply.headers().toString()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a page with a JSON text in it is handed on as JSON, never as a page")
    void noPages(Dialect dialect) {
        WORLD.vendor(dialect).next(Answer.text("hello").header("content-type", "text/html"));
        assertThat(WORLD.call(dialect).headers().first("content-type")).startsWith("application/json");
        WORLD.vendor(dialect).next(Answer.html(200));
        dialect.error(WORLD.call(dialect), 502);
        WORLD.vendor(dialect).next(Answer.html(502));
        dialect.error(WORLD.call(dialect), 502);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a line break in a value that goes upstream cannot be smuggled in")
    void lineBreaks(Dialect dialect) {
        int before = WORLD.reached();
        for (String name : List.of("anthropic-beta", "openai-beta", "anthropic-version")) {
            for (String value : List.of("a\rX-Evil: 1", "a\u0000b", "a\u000bb")) {
                RawClient.Response reply =
                        WORLD.send(dialect.request().replace("Host:", name + ": " + value + "\r\nHost:"));
                assertThat(reply.status()).isEqualTo(400);
                Errors.common(reply);
            }
        }
        assertThat(WORLD.reached()).isEqualTo(before);
        RawClient.Response wide =
                WORLD.call(dialect, Map.of("anthropic-beta", "a\u560d\u560aX-Evil: 1", "openai-beta", "\u00e9"));
        assertThat(wide.status()).isIn(200, 400);
        assertThat(WORLD.vendor(dialect).lastRequest().headers().names()).doesNotContain("x-evil");
    }
}
