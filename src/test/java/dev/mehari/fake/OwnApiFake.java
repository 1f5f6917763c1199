package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A vendor whose API is of no protocol of models: JSON over HTTP, which says in {@code detail} what it refuses. */
abstract class OwnApiFake implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final FakeServer server = new FakeServer(this::reply);
    private final List<String> refusals = new CopyOnWriteArrayList<>();

    abstract Reply reply(SeenRequest request);

    public final String baseUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    public final FakeServer server() {
        return server;
    }

    /** Requests that were not accepted, oldest first. */
    public final List<String> refusals() {
        return List.copyOf(refusals);
    }

    final Reply refused(int status, String why) {
        refusals.add(status + " " + why);
        return error(status, why);
    }

    static Reply error(int status, String why) {
        return json(status, JSON.createObjectNode().put("detail", why));
    }

    static Reply json(JsonNode body) {
        return json(200, body);
    }

    private static Reply json(int status, JsonNode body) {
        return Reply.of(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public final void close() {
        server.close();
    }
}
