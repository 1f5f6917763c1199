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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Answers each case as its file says, below a path of its own, and remembers what it was sent. */
final class ScriptedUpstream implements AutoCloseable {
    /**
     * What a case's upstream got.
     *
     * @param path behind the case's own part, with the query
     */
    record Got(String path, Map<String, List<String>> headers, byte[] body) {}

    private final HttpServer server;
    private final Map<String, GoldenCase> cases = new HashMap<>();
    private final Map<String, Got> got = new ConcurrentHashMap<>();
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

    void add(String name, GoldenCase golden) {
        cases.put(name, golden);
    }

    /** The address of a case's upstream. */
    String address(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /** Streams are sent in two writes from now on, the first of so many bytes. */
    void cutAt(int bytes) {
        cut = bytes;
    }

    /** Null when nothing was sent. */
    @Nullable
    Got take(String name) {
        return got.remove(name);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            String name = path.split("/", 3)[1];
            byte[] body = exchange.getRequestBody().readAllBytes();
            got.put(name, new Got(path.substring(name.length() + 1), exchange.getRequestHeaders(), body));
            GoldenCase golden = cases.get(name);
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
