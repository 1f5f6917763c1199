package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a set that is refused leaves nothing behind")
final class RefusedSetTest {
    private static final String BROKEN = Folder.ROUTES.replaceFirst("seda:rows", "no-such-component:rows");

    @TempDir
    Path outside;

    @RegisterExtension
    final Folder folder = new Folder();

    @Test
    @DisplayName("no pool and no breaker of an upstream that it would have added")
    void pools() {
        folder.route(BROKEN).config("upstreams.yaml", upstreams("first", "second"));
        assertThatThrownBy(folder.changes::reload).isInstanceOf(RefusedChange.class);
        upstreamsAre("first");

        folder.route(Folder.ROUTES);
        folder.changes.reload();
        until("first", "second");

        folder.config("upstreams.yaml", upstreams("first"));
        folder.changes.reload();
        until("first");
    }

    @Test
    @DisplayName("no connection to it either, whatever pool.warm says")
    void connections() throws IOException {
        try (ServerSocket upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String warm = upstreams("first") + "  second: {protocol: openai, base-url: \"http://127.0.0.1:"
                    + upstream.getLocalPort() + "/v1\", pool: {warm: true}}\n";
            folder.route(BROKEN).config("upstreams.yaml", warm);
            assertThatThrownBy(folder.changes::reload).isInstanceOf(RefusedChange.class);
            upstream.setSoTimeout(500);
            assertThatThrownBy(upstream::accept).isInstanceOf(SocketTimeoutException.class);

            folder.route(Folder.ROUTES);
            folder.changes.reload();
            upstream.setSoTimeout(20_000);
            upstream.accept().close();
        }
    }

    @Test
    @DisplayName("the gateway stays degraded after a rollback that failed as well")
    void aRollbackThatFails() throws IOException {
        Path first = Files.writeString(outside.resolve("first"), "first-secret");
        Path second = Files.writeString(outside.resolve("second"), "second-secret");
        for (Path secret : new Path[] {first, second}) {
            folder.upstream("first", ", credentials: [{id: main, key: \"file:" + secret + "\"}]");
            folder.changes.reload();
        }
        folder.config("upstreams.yaml", "upstreams: [");
        assertThatThrownBy(folder.changes::reload).isInstanceOf(RefusedChange.class);
        Files.delete(first);
        assertThatThrownBy(folder.changes::rollback).isInstanceOf(RefusedChange.class);
        int live = folder.live();

        Files.writeString(second, "rotated-secret");
        folder.watcher.look();
        folder.watcher.look();

        assertThat(folder.live()).as("the rotated secret is live").isGreaterThan(live);
        assertThat(folder.changes.status().degraded())
                .as("the files on disk still cannot be used")
                .isTrue();
    }

    private static String upstreams(String... names) {
        StringBuilder text = new StringBuilder("upstreams:\n");
        for (String name : names) {
            text.append("  ").append(name).append(": {protocol: openai, base-url: \"http://127.0.0.1:1/v1\"}\n");
        }
        return text.toString();
    }

    private void until(String... names) {
        ChangesTest.until(() -> folder.generations.draining().isEmpty());
        upstreamsAre(names);
    }

    private void upstreamsAre(String... names) {
        assertThat(folder.clients.stats()).containsOnlyKeys(names);
        assertThat(folder.breakers.registry().getAllCircuitBreakers())
                .extracting(CircuitBreaker::getName)
                .containsExactlyInAnyOrder(names);
    }
}
