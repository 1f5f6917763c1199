package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.sample.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpstreamCheckTest {
    /** All checks run on one thread: an upstream that goes on sending must not keep it from the others. */
    @Test
    void aListWithoutEndIsNotReadToItsEnd() throws Exception {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                UpstreamClients clients = new UpstreamClients()) {
            Thread.ofVirtual().start(() -> send(endless));
            Upstream upstream = upstream(endless.getLocalPort());
            UpstreamCheck check = new UpstreamCheck(clients, Samples.codecs());

            var asked = CompletableFuture.supplyAsync(() ->
                    String.valueOf(check.ask(upstream, upstream.credentials().getFirst())));

            assertThat(asked.get(30, TimeUnit.SECONDS)).isEqualTo("null");
        }
    }

    private static void send(ServerSocket server) {
        try (Socket caller = server.accept();
                OutputStream out = caller.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("1\r\n \r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // it hung up
        }
    }

    private static Upstream upstream(int port) {
        Snapshot snapshot = ConfigLoader.load(
                ConfigSource.of(
                        "a test",
                        Map.of(
                                "upstreams.yaml",
                                """
                                upstreams:
                                  u:
                                    protocol: openai
                                    base-url: http://127.0.0.1:%d/v1
                                    credentials: [{id: a, key: "env:A"}]
                                """.formatted(port).getBytes(StandardCharsets.UTF_8),
                                "models.yaml",
                                "models: {}".getBytes(StandardCharsets.UTF_8))),
                Map.of("A", "sk-a"));
        return Objects.requireNonNull(snapshot.upstreams().get("u"));
    }
}
