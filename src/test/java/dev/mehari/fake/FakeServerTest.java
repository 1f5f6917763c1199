package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server notes, and the HTTP it does not take. */
class FakeServerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeServer server = new FakeServer(request -> Reply.of(200, "text/plain", request.body()));
    private final RawClient client = RawClient.to("http://127.0.0.1:" + server.port());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void notesEveryByte() {
        String head = "POST /a?b=c HTTP/1.1\r\nhOST: x\r\nX-Two: 1\r\nX-Two:  2 \r\nContent-Length: 3\r\n\r\n";
        assertThat(client.send(head + "abc").response().text()).isEqualTo("abc");

        SeenRequest seen = server.requests().getFirst();
        assertThat(new String(seen.rawHead(), StandardCharsets.UTF_8)).isEqualTo(head);
        assertThat(seen.headers().names()).containsExactly("host", "x-two", "x-two", "content-length");
        assertThat(seen.headers().all("x-two")).containsExactly("1", "2");
        assertThat(seen.path()).isEqualTo("/a");
        assertThat(seen.query()).isEqualTo("b=c");
        assertThat(seen.connection().acceptedAt()).isLessThanOrEqualTo(seen.receivedAt());
        assertThat(seen.writes()).hasSize(2).allMatch(write -> write.at() >= seen.receivedAt());
    }

    @Test
    void readsChunksAndKeepsTheConnection() {
        String chunked =
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        client.send(chunked + "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.response().text()).isEqualTo("abcde");
        assertThat(client.response().text()).isEmpty();

        List<SeenRequest> seen = server.requests();
        assertThat(new String(seen.getFirst().rawBody(), StandardCharsets.UTF_8))
                .startsWith("3\r\nabc\r\n2;x=y");
        assertThat(seen).extracting(SeenRequest::connectionNumber).containsExactly(1, 1);
        assertThat(server.openConnections()).isEqualTo(1);
    }

    @Test
    void takesABodyThatComesSlowly() {
        byte[] request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n01234567890123456789"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(client.sendSlowly(request, 7, Duration.ofMillis(1))
                        .response()
                        .text())
                .hasSize(20);
    }

    @Test
    void closesWhenAskedTo() {
        client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").response();
        assertThat(client.endOfConnection()).isTrue();
        server.awaitOpenConnections(0, SOON);
        assertThat(server.requests().getFirst().closedByPeerAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            })
    void callsWhatIsNoHttpMalformed(String request) {
        client.send(request).reply();
        assertThat(server.requests().getFirst().fault()).isNotNull();
        client.close();
    }

    @Test
    void forgets() {
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").response();
        server.forget();
        assertThat(server.requests()).isEmpty();
        assertThat(server.openConnections()).isEqualTo(1);
    }
}
