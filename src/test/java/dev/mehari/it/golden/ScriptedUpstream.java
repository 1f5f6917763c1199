package dev.mehari.it.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mehari.golden.GoldenCase;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Answers one case after the other as its file says, and remembers what it was sent. */
final class ScriptedUpstream implements AutoCloseable {
    /**
     * What the upstream of a case got.
     *
     * @param path behind the upstream's own part, with the query
     */
    record Got(String path, Map<String, List<String>> headers, byte[] body) {}

    private final HttpServer server;
    private final AtomicReference<@Nullable GoldenCase> current = new AtomicReference<>();
    private final AtomicReference<@Nullable Got> got = new AtomicReference<>();
    private volatile int cut = Integer.MAX_VALUE;

    ScriptedUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** What comes from now on belongs to this case. */
    void play(GoldenCase golden) {
        current.set(golden);
        got.set(null);
    }

    /** The address of an upstream; whichever is called, the case that is played answers. */
    String address(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /** Streams are sent in two writes from now on, the first of so many bytes. */
    void cutAt(int bytes) {
        cut = bytes;
    }

    /** Null when nothing was sent. */
    @Nullable
    Got take() {
        return got.getAndSet(null);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            String name = path.split("/", 3)[1];
            byte[] body = exchange.getRequestBody().readAllBytes();
            got.set(new Got(path.substring(name.length() + 1), exchange.getRequestHeaders(), body));
            GoldenCase golden = current.get();
            if (golden == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (golden.root().path("upstream_stream").isArray()) {
                stream(exchange, golden.upstreamBytes());
            } else {
                whole(exchange, golden.root().path("upstream_response"));
            }
        }
    }

    private void stream(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        int first = Math.min(cut, bytes.length);
        out.write(bytes, 0, first);
        out.flush();
        out.write(bytes, first, bytes.length - first);
        out.flush();
    }

    private static void whole(HttpExchange exchange, JsonNode said) throws IOException {
        said.path("$headers")
                .properties()
                .forEach(header -> exchange.getResponseHeaders()
                        .set(header.getKey(), header.getValue().asText()));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] body = Tree.bytes(said.has("$body") ? said.get("$body") : said);
        exchange.sendResponseHeaders(said.path("$status").asInt(200), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
