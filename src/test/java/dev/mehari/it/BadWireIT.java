package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Bad input, HTTP itself: what no client library would send")
class BadWireIT {
    private static final World WORLD = World.shared();

    private int reached;

    @BeforeEach
    void count() {
        reached = WORLD.reached();
    }

    @AfterEach
    void theGatewayServes() {
        WORLD.serves(Dialect.ANTHROPIC);
    }

    /** @param request from a good one */
    record Spoiled(String name, List<Integer> status, java.util.function.UnaryOperator<String> request) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Spoiled header(String name, String line) {
        return header(name, 400, line);
    }

    private static Spoiled header(String name, int status, String line) {
        return new Spoiled(
                name,
                List.of(status),
                good -> good.replace("Host: localhost\r\n", "Host: localhost\r\n" + line + "\r\n"));
    }

    private static Spoiled line(String name, int status, String from, String to) {
        return new Spoiled(name, List.of(status), good -> good.replaceFirst(from, to));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                        new Spoiled(
                                "header of 40 KB",
                                List.of(400, 431),
                                header("", "X-Big: " + "x".repeat(40_000)).request()),
                        new Spoiled(
                                "150 headers",
                                List.of(400, 431),
                                header("", "X-N: 1\r\n".repeat(150) + "X-Last: 1")
                                        .request()),
                        header("CR inside a header", "X-A: one\rX-B: two"),
                        header("header name with a space", "X A: b"),
                        header("space before the colon", "X-A : b"),
                        header("header without a colon", "X-A"),
                        header("header without a name", ": b"),
                        header("NUL in a header", "X-A: b\u0000c"),
                        header("control character in a header", "X-A: b\u0007c"),
                        header("two Hosts", "Host: evil.example"),
                        line("no Host", 400, "Host: localhost\r\n", ""),
                        line("Host with a path", 400, "Host: localhost", "Host: localhost/evil"),
                        line("absolute form, another host", 400, "POST /", "POST http://evil.example/"),
                        line("unknown version", 400, "HTTP/1.1", "HTTP/9.9"),
                        line("text after the version", 400, "HTTP/1.1", "HTTP/1.1 and more"),
                        line("method that is no token", 400, "POST ", "P@ST "),
                        line("space in the path", 400, " HTTP/1.1", " x HTTP/1.1"),
                        line("raw quotes in the path", 400, " HTTP/1.1", "\"<x> HTTP/1.1"),
                        line("length below zero", 400, "Content-Length: \\d+", "Content-Length: -1"),
                        line("length that is no number", 400, "Content-Length: \\d+", "Content-Length: ten"),
                        line(
                                "length beyond a long",
                                400,
                                "Content-Length: \\d+",
                                "Content-Length: 99999999999999999999"),
                        line("two lengths", 400, "Content-Length: (\\d+)", "Content-Length: $1\r\nContent-Length: 1"),
                        line("unknown transfer coding", 400, "Content-Length: \\d+", "Transfer-Encoding: xchunked"),
                        line("chunked twice", 400, "Content-Length: \\d+", "Transfer-Encoding: chunked, chunked"),
                        line(
                                "chunk size that is no number",
                                400,
                                "Content-Length: \\d+\r\n\r\n",
                                "Transfer-Encoding: chunked\r\n\r\nZZ\r\n"))
                .flatMap(bad -> Stream.of(Dialect.values()).map(dialect -> Arguments.of(dialect, bad)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("requests")
    void isRefused(Dialect dialect, Spoiled bad) {
        RawClient.Response reply = WORLD.send(bad.request().apply(dialect.request()));

        assertThat(bad.status()).as(reply.text()).contains(reply.status());
        Errors.common(reply);
        assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo("client");
        assertThat(WORLD.reached()).isEqualTo(reached);
    }

    @ParameterizedTest(name = "{0} is not for model paths")
    @EnumSource(Dialect.class)
    void wrongMethods(Dialect dialect) {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO")) {
            if (dialect == Dialect.GEMINI && method.equals("GET")) {
                continue; // the model page of that name
            }
            RawClient.Response reply = WORLD.request(method, dialect.path(), dialect.key());
            assertThat(dialect.error(reply, 405)).as(method).isNotBlank();
        }
        assertThat(WORLD.reached()).isEqualTo(reached);
    }

    @Test
    @DisplayName("HEAD: the status alone")
    void head() {
        try (RawClient client = WORLD.client()) {
            var reply = client.send("HEAD /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .reply();
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.headers().first("content-type")).startsWith("application/json");
            // The next reply starts right behind the empty line: no body was sent.
            assertThat(client.send(Dialect.OPENAI.request()).response().status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("Transfer-Encoding and Content-Length together: what follows is never taken for a request")
    void smuggling() {
        String smuggled = Dialect.OPENAI.request();
        String body = Dialect.OPENAI.body();
        String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + GatewaySetup.KEY + "\r\nContent-Type: application/json\r\n";
        for (String framing : List.of(
                "Transfer-Encoding: chunked\r\nContent-Length: " + (chunked.length() + smuggled.length()),
                "Content-Length: " + (chunked.length() + smuggled.length()) + "\r\nTransfer-Encoding: chunked",
                "Content-Length: 4\r\nTransfer-Encoding: chunked")) {
            int before = WORLD.reached();
            try (RawClient client = WORLD.client()) {
                client.send(head + framing + "\r\n\r\n" + chunked + smuggled);
                RawClient.Response reply = client.response();
                assertThat(reply.status()).as(reply.text()).isIn(200, 400);
                assertThat(client.endOfConnection()).as(framing).isTrue();
            }
            assertThat(WORLD.reached() - before).as(framing).isLessThanOrEqualTo(1);
        }
    }

    @Test
    @DisplayName("HTTP/1.0: served, and the connection ends")
    void http10() {
        try (RawClient client = WORLD.client()) {
            RawClient.Response reply = client.send(Dialect.OPENAI.request().replace("HTTP/1.1", "HTTP/1.0"))
                    .response();
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(client.endOfConnection()).isTrue();
        }
    }

    @Test
    @DisplayName("CONNECT: this is no proxy of that kind")
    void connect() {
        RawClient.Response reply = WORLD.send("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n");
        assertThat(reply.status()).isEqualTo(400);
        Errors.common(reply);
        assertThat(WORLD.reached()).isEqualTo(reached);
    }

    @Test
    @DisplayName("a folded header is one header, and not one that goes on")
    void folded() {
        RawClient.Response reply =
                WORLD.send(Dialect.OPENAI.request().replace("Host:", "X-A: b\r\n X-Evil: c\r\nHost:"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(WORLD.openai().lastRequest().headers().names()).doesNotContain("x-a", "x-evil");
    }

    @Test
    @DisplayName("HTTP/2 without being asked for: refused")
    void http2() {
        try (RawClient client = WORLD.client()) {
            assertThat(client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").endOfConnection())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("Pipelined: each answered, in order, the bad one among them too")
    void pipelined() {
        try (RawClient client = WORLD.client()) {
            client.send(Dialect.OPENAI.request()
                    + RawClient.post("/v1/messages", Dialect.ANTHROPIC.key(), Dialect.ANTHROPIC.body("dmeo"))
                    + Dialect.GEMINI.request()
                    + "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.response().text()).contains("chat.completion");
            Dialect.ANTHROPIC.error(client.response(), 404);
            assertThat(client.response().text()).contains("candidates");
            assertThat(client.response().text()).contains("\"status\":\"ok\"");
        }
        assertThat(WORLD.reached() - reached).isEqualTo(2);
    }

    @Test
    @DisplayName("A caller who asks before sending is told to go on, or to stop")
    void expectations() {
        try (RawClient client = WORLD.client()) {
            String request = Dialect.OPENAI.request().replace("Host:", "Expect: 100-continue\r\nHost:");
            assertThat(client.send(request).response().status()).isEqualTo(200);
        }
        Errors.common(WORLD.send(Dialect.OPENAI.request().replace("Host:", "Expect: miracles\r\nHost:")));
    }
}
