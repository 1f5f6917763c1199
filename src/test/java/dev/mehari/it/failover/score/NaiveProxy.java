package dev.mehari.it.failover.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mehari.fake.FakeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What is written in an afternoon: bytes to U1 with the right key, and what comes of it back. No second try, no timer, no look
 * at what passes. A suite in which it does well proves nothing.
 */
final class NaiveProxy implements Subject, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(2500);
    private static final List<String> PASSED = List.of("content-type", "retry-after");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final Map<Lane, HttpServer> servers = new HashMap<>();

    NaiveProxy(List<Lane> lanes) {
        for (Lane lane : lanes) {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
                server.createContext("/", exchange -> forward(exchange, lane));
                server.setExecutor(threads);
                server.start();
                servers.put(lane, server);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void forward(HttpExchange exchange, Lane lane) throws IOException {
        try (exchange;
                InputStream reply = send(exchange, lane);
                OutputStream out = exchange.getResponseBody()) {
            for (int piece = reply.read(); piece >= 0; piece = reply.read()) {
                out.write(piece);
                if (reply.available() == 0) {
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private InputStream send(HttpExchange exchange, Lane lane) throws IOException, InterruptedException {
        FakeProvider u1 = lane.u1;
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + u1.server().port() + exchange.getRequestURI()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        exchange.getRequestBody().readAllBytes()));
        switch (lane.first) {
            case CHAT, RESPONSES -> request.header("Authorization", "Bearer " + u1.key());
            case ANTHROPIC -> request.header("x-api-key", u1.key()).header("anthropic-version", "2023-06-01");
            case GEMINI -> request.header("x-goog-api-key", u1.key());
        }
        HttpResponse<InputStream> reply = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        for (String name : PASSED) {
            reply.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
        }
        exchange.sendResponseHeaders(reply.statusCode(), 0);
        return reply.body();
    }

    @Override
    public String url(Lane lane) {
        return "http://127.0.0.1:"
                + Objects.requireNonNull(servers.get(lane)).getAddress().getPort();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public @Nullable JsonNode row(String requestId) {
        return null;
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.stop(0));
        var unused = threads.shutdownNow();
        client.shutdownNow();
    }
}
