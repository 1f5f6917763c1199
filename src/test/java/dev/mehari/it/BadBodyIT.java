package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Bad input, bodies: the caller's own error, no call upstream, and the next call is served")
class BadBodyIT {
    private static final World WORLD = World.shared();

    private int reached;

    @BeforeEach
    void count() {
        reached = WORLD.reached();
    }

    @AfterEach
    void nothingReachedAVendorAndTheGatewayServes() {
        assertThat(WORLD.reached()).isEqualTo(reached);
        WORLD.serves(Dialect.OPENAI);
    }

    /** A body that is wrong, what it becomes of a good one, and a word of the answer. */
    record Bad(String name, int status, Function<Dialect, byte[]> body, String word, Map<String, String> headers) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Bad bad(String name, int status, String word, Function<Dialect, byte[]> body) {
        return new Bad(name, status, body, word, Map.of());
    }

    private static Bad text(String name, String word, Function<Dialect, String> body) {
        return bad(name, 400, word, dialect -> utf8(body.apply(dialect)));
    }

    private static Bad headers(
            String name, int status, String word, Map<String, String> headers, Function<Dialect, byte[]> body) {
        return new Bad(name, status, body, word, headers);
    }

    static Stream<Arguments> bodies() {
        Stream<Bad> all = Stream.of(
                text("empty", "empty", d -> ""),
                text("blank", "empty", d -> " \r\n\t "),
                text("broken", "JSON", d -> d.body().substring(0, d.body().length() - 3)),
                text("not JSON", "JSON", d -> "model=gpt-4.1&stream=true"),
                text("single quotes", "JSON", d -> d.body().replace('"', '\'')),
                text("a comment", "JSON", d -> "/* hi */" + d.body()),
                text("NaN", "JSON", d -> "{\"temperature\":NaN," + d.body().substring(1)),
                text("array", "object", d -> "[" + d.body() + "]"),
                text("number", "object", d -> "42"),
                text("string", "object", d -> "\"hi\""),
                text("null", "object", d -> "null"),
                text("trailing garbage", "more after", d -> d.body() + "{}"),
                text("trailing text", "JSON", d -> d.body() + "x"),
                text(
                        "1,000 deep",
                        "nested",
                        d -> "{\"x\":" + "[".repeat(1000) + "]".repeat(1000) + ","
                                + d.body().substring(1)),
                text("100,000 deep objects", "nested", d -> "{\"x\":".repeat(100_000)),
                text("a control character in a string", "JSON", d -> d.body().replace("hi", "h\u0001i")),
                text("NUL", "JSON", d -> d.body() + "\u0000"),
                bad("invalid UTF-8", 400, "UTF-8", d -> replaced(d, 0xff)),
                bad("a surrogate as UTF-8", 400, "UTF-8", d -> replaced(d, 0xed, 0xa0, 0x80)),
                bad("an overlong slash", 400, "UTF-8", d -> replaced(d, 0xc0, 0xaf)),
                bad(
                        "cut inside a character",
                        400,
                        "UTF-8",
                        d -> concat(utf8("{\"a\":\""), new byte[] {(byte) 0xe2, (byte) 0x82})),
                bad("UTF-16", 400, "", d -> d.body().getBytes(StandardCharsets.UTF_16)),
                bad("UTF-16LE without a mark", 400, "JSON", d -> d.body().getBytes(StandardCharsets.UTF_16LE)),
                bad("UTF-32", 400, "", d -> d.body().getBytes(Charset.forName("UTF-32BE"))),
                headers(
                        "form",
                        415,
                        "application/json",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        d -> utf8(d.body())),
                headers("text", 415, "application/json", Map.of("Content-Type", "text/plain"), d -> utf8(d.body())),
                headers(
                        "multipart",
                        415,
                        "application/json",
                        Map.of("Content-Type", "multipart/form-data; boundary=x"),
                        d -> utf8(d.body())),
                headers(
                        "nonsense as a type",
                        415,
                        "application/json",
                        Map.of("Content-Type", ";;;"),
                        d -> utf8(d.body())),
                headers("unknown coding", 415, "gzip", Map.of("Content-Encoding", "br"), d -> utf8(d.body())),
                headers(
                        "two codings",
                        415,
                        "gzip",
                        Map.of("Content-Encoding", "gzip, gzip"),
                        d -> gzip(gzip(utf8(d.body())))),
                headers(
                        "gzip in name only",
                        400,
                        "Content-Encoding",
                        Map.of("Content-Encoding", "gzip"),
                        d -> utf8(d.body())),
                headers(
                        "truncated gzip",
                        400,
                        "Content-Encoding",
                        Map.of("Content-Encoding", "gzip"),
                        d -> Arrays.copyOf(gzip(utf8(d.body())), 30)),
                headers("empty gzip", 400, "Content-Encoding", Map.of("Content-Encoding", "gzip"), d -> new byte[0]),
                headers(
                        "gzip with a wrong checksum",
                        400,
                        "Content-Encoding",
                        Map.of("Content-Encoding", "gzip"),
                        BadBodyIT::wrongChecksum),
                headers("gzip bomb", 413, "limit", Map.of("Content-Encoding", "gzip"), d -> gzip(new byte[40 << 20])),
                headers(
                        "broken deflate",
                        400,
                        "Content-Encoding",
                        Map.of("Content-Encoding", "deflate"),
                        d -> utf8(d.body())));
        return all.flatMap(bad -> Stream.of(Dialect.values()).map(dialect -> Arguments.of(dialect, bad)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bodies")
    void isRefused(Dialect dialect, Bad bad) {
        RawClient.Response reply = send(dialect, bad.headers(), bad.body().apply(dialect));

        assertThat(dialect.error(reply, bad.status())).contains(bad.word());
        assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo("client");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no body at all")
    void noBody(Dialect dialect) {
        assertThat(dialect.error(WORLD.request("POST", dialect.path(), dialect.key()), 400))
                .contains("empty");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("33 MB announced by Content-Length: refused before a byte of them is sent")
    void overTheLimitByLength(Dialect dialect) {
        Map<String, String> headers = new LinkedHashMap<>(dialect.key());
        headers.put("Content-Length", Integer.toString(33 << 20));
        assertThat(dialect.error(WORLD.request("POST", dialect.path(), headers), 413))
                .contains("limit");
    }

    private static RawClient.Response send(Dialect dialect, Map<String, String> more, byte[] body) {
        StringBuilder head = new StringBuilder("POST " + dialect.path() + " HTTP/1.1\r\nHost: localhost\r\n");
        Map<String, String> headers = new LinkedHashMap<>(dialect.key());
        headers.put("Content-Type", "application/json");
        headers.putAll(more);
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (RawClient client = WORLD.client()) {
            return client.send(concat(utf8(head.toString()), body)).response();
        }
    }

    private static byte[] wrongChecksum(Dialect dialect) {
        byte[] packed = gzip(utf8(dialect.body()));
        packed[packed.length - 6] ^= 1;
        return packed;
    }

    /** The good body with "hi" replaced by these bytes. */
    private static byte[] replaced(Dialect dialect, int... bytes) {
        String[] parts = dialect.body().split("hi", 2);
        byte[] middle = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            middle[i] = (byte) bytes[i];
        }
        return concat(concat(utf8(parts[0]), middle), utf8(parts[1]));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
