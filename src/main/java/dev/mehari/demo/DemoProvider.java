package dev.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A provider inside the process that answers over loopback HTTP in all three protocols and streams like a model, so that
 * the first call takes the whole way without anybody's key. It listens on 127.0.0.1 only, on a port of its own.
 */
public final class DemoProvider implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 32 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration perWord;

    /**
     * Starts it.
     *
     * @param perWord time between two words of a stream
     * @param clock of the times it tells
     * @throws UncheckedIOException when no port can be had
     */
    public DemoProvider(Duration perWord, Clock clock) {
        this.perWord = perWord;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/openai/v1/chat/completions", x -> serve(x, new DemoOpenAi(clock)));
        server.createContext("/openai/v1/embeddings", x -> answer(x, DemoVectors.openAi(request(x))));
        server.createContext("/anthropic/v1/messages", x -> serve(x, new DemoAnthropic()));
        server.createContext("/gemini/v1beta/models/", this::gemini);
        server.start();
    }

    /** Base of its addresses, for {@code MEHARI_DEMO_URL}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void gemini(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith(":embedContent") || path.endsWith(":batchEmbedContents")) {
            answer(exchange, DemoVectors.gemini(request(exchange)));
        } else {
            serve(exchange, new DemoGemini());
        }
    }

    private static JsonNode request(HttpExchange exchange) throws IOException {
        return JSON.readTree(exchange.getRequestBody().readNBytes(MOST));
    }

    private static void answer(HttpExchange exchange, JsonNode whole) throws IOException {
        try (exchange) {
            byte[] body = JSON.writeValueAsBytes(whole);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void serve(HttpExchange exchange, DemoShape shape) throws IOException {
        try (exchange) {
            JsonNode request = request(exchange);
            String path = exchange.getRequestURI().toString();
            DemoAnswer answer = DemoAnswer.to(shape.prompt(request));
            if (!shape.streamed(request, path)) {
                answer(exchange, shape.whole(answer));
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", shape.streamType(path));
            exchange.sendResponseHeaders(200, 0);
            stream(exchange.getResponseBody(), shape.events(answer, request, path));
        } catch (RuntimeException e) {
            exchange.sendResponseHeaders(400, -1);
        }
    }

    private void stream(OutputStream out, List<String> events) throws IOException {
        for (String event : events) {
            out.write(event.getBytes(StandardCharsets.UTF_8));
            out.flush();
            LockSupport.parkNanos(perWord.toNanos());
        }
    }
}
