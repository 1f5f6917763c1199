package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The page of a chat that knows guests, in the public shape of Z.AI's: a guest token, a chat that is created by it, and a
 * stream of events that first think and then answer. Refuses what such a page does.
 */
public final class WebChatFake extends OwnApiFake {
    private final AtomicInteger guests = new AtomicInteger();
    private final AtomicInteger chats = new AtomicInteger();
    private final Map<String, Integer> tokens = new ConcurrentHashMap<>();
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final List<Integer> askedBy = new CopyOnWriteArrayList<>();
    private volatile int authStatus = 200;
    private volatile long expires = 4_000_000_000L;
    private volatile boolean broken;
    private volatile @Nullable CountDownLatch gate;

    /** Guest tokens are answered with this status from now on. */
    public void answeringGuests(int status) {
        authStatus = status;
    }

    /** Tokens that are given out from now on expire then, in seconds since 1970. */
    public void tokensExpire(long at) {
        expires = at;
    }

    /** No token that was given out is taken any more. */
    public void forgetGuests() {
        tokens.clear();
    }

    /** Answers stop in the middle of what they say until the latch is open; null for never. */
    public void holdingAnswers(@Nullable CountDownLatch until) {
        gate = until;
    }

    /** Answers end in an error in the middle of what they say. */
    public void breakingOff(boolean breaks) {
        broken = breaks;
    }

    /** Tokens that were given out. */
    public int guests() {
        return guests.get();
    }

    /** By which guest each question was asked, oldest first. */
    public List<Integer> askedBy() {
        return List.copyOf(askedBy);
    }

    @Override
    Reply reply(SeenRequest request) {
        if (request.path().equals("/api/v1/auths/") && request.method().equals("GET")) {
            return guest();
        }
        String token = String.valueOf(request.header("authorization")).replaceFirst("^Bearer ", "");
        Integer who = tokens.get(token);
        if (who == null) {
            return refused(401, "Your session has expired");
        }
        if (!request.method().equals("POST") || !request.json().isObject()) {
            return refused(405, "Method Not Allowed");
        }
        return switch (request.path()) {
            case "/api/v1/chats/new" -> created(request.json(), token);
            case "/api/chat/completions" -> answered(request.json(), token, who);
            default -> refused(404, "Not Found");
        };
    }

    private Reply guest() {
        if (authStatus != 200) {
            return error(authStatus, "no guests");
        }
        int number = guests.incrementAndGet();
        String claims = "{\"id\":\"guest-" + number + "\",\"exp\":" + expires + "}";
        String token = "eyJhbGciOiJFUzI1NiJ9."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
        tokens.put(token, number);
        return json(JSON.createObjectNode()
                .put("id", "guest-" + number)
                .put("role", "guest")
                .put("token", token));
    }

    private Reply created(JsonNode body, String token) {
        if (!body.path("chat").path("models").path(0).isTextual()) {
            return refused(422, "chat.models: field required");
        }
        String id = "chat-" + chats.incrementAndGet();
        owners.put(id, token);
        return json(JSON.createObjectNode().put("id", id));
    }

    private Reply answered(JsonNode body, String token, int who) {
        String chat = body.path("chat_id").asText();
        if (!token.equals(owners.remove(chat))) {
            return refused(404, "no chat of yours that nobody asked in: " + chat);
        }
        JsonNode messages = body.path("messages");
        if (!body.path("stream").asBoolean() || !messages.isArray() || messages.isEmpty()) {
            return refused(422, "messages: field required");
        }
        if (!body.path("features").path("enable_thinking").isBoolean()) {
            return refused(422, "features.enable_thinking: not a boolean");
        }
        askedBy.add(who);
        List<Step> steps = new ArrayList<>();
        if (body.at("/features/enable_thinking").asBoolean()) {
            steps.add(event("thinking", "Let me "));
            steps.add(event("thinking", "see."));
        }
        steps.add(event("answer", "It is "));
        CountDownLatch held = gate;
        if (held != null) {
            steps.add(new Step.Gate(held));
        }
        if (broken) {
            ObjectNode error = JSON.createObjectNode()
                    .put("detail", "the model is overloaded")
                    .put("code", 503);
            steps.add(data(JSON.createObjectNode().set("error", error)));
        } else {
            steps.add(event("answer", "21 degrees, says " + body.path("model").asText() + "."));
            ObjectNode last = JSON.createObjectNode().put("phase", "done").put("done", true);
            last.putObject("usage").put("prompt_tokens", 11).put("completion_tokens", 7);
            steps.add(data(last));
        }
        return Reply.stream("text/event-stream", steps);
    }

    private static Step event(String phase, String text) {
        return data(JSON.createObjectNode().put("phase", phase).put("delta_content", text));
    }

    private static Step data(JsonNode data) {
        ObjectNode event = JSON.createObjectNode().put("type", "chat:completion");
        event.set("data", data);
        return new Step.Event(Step.Kind.OTHER, null, event.toString());
    }
}
