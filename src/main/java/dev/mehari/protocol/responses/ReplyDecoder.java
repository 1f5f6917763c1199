package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorBody;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response.
 *
 * <pre>
 *   NEW -- any event --> RUNNING -- completed, incomplete --> OVER
 *                           |
 *                           +-- failed, cancelled, error ---> FAILED
 * </pre>
 *
 * Items are read by {@link Items}.
 */
final class ReplyDecoder implements AnswerDecoder {
    private static final byte[] DONE = Json.utf8("[DONE]");

    private enum State {
        NEW,
        RUNNING,
        OVER,
        FAILED
    }

    private final Losses losses;
    private final Items items;
    private State state = State.NEW;
    private @Nullable JsonNode last;

    ReplyDecoder(Losses losses) {
        this.losses = losses;
        this.items = new Items(losses);
    }

    @Override
    public void whole(JsonNode reply, Consumer<ChatEvent> out) {
        switch (reply.path("status").asText("completed")) {
            case "completed", "incomplete" -> {
                start(reply, out);
                over(reply, out);
                end(out);
            }
            case "in_progress", "queued" -> fail("the upstream answered before its response was complete", out);
            default -> {
                if (reply.path("error").isObject()) {
                    fail(ErrorBody.read(Tree.bytes(reply)), out);
                } else {
                    fail("the upstream's response is " + reply.path("status").asText(), out);
                }
            }
        }
    }

    @Override
    public void event(String name, Slice data, Consumer<ChatEvent> out) throws IOException {
        // An event without data is what a cut leaves of one.
        if (over() || data.isEmpty() || data.is(DONE)) {
            return;
        }
        JsonNode event = Tree.read(data);
        if (!event.isObject()) {
            throw new IOException("not an event of a response");
        }
        String type = event.path("type").isTextual() ? event.path("type").textValue() : name;
        switch (type) {
            case "response.failed", "response.cancelled", "error" -> fail(ErrorBody.read(data), out);
            case "response.completed", "response.incomplete" -> {
                start(event.path("response"), out);
                over(event.path("response"), out);
            }
            case "keepalive" -> out.accept(new ChatEvent.Ping());
            default -> {
                if (event.path("error").isObject()) {
                    fail(ErrorBody.read(data), out);
                    return;
                }
                start(event.path("response"), out);
                if (!items.take(type, event, out)) {
                    out.accept(new ChatEvent.Unknown(Protocol.OPENAI_RESPONSES, type));
                }
            }
        }
    }

    private void start(JsonNode response, Consumer<ChatEvent> out) {
        if (state == State.NEW) {
            state = State.RUNNING;
            out.accept(new ChatEvent.Started(text(response.path("id")), text(response.path("model"))));
        }
    }

    private void over(JsonNode response, Consumer<ChatEvent> out) {
        state = State.OVER;
        last = response;
        items.rest(response.path("output"), out);
        Usage usage = Tree.walk(response.path("usage"), UsageReader::read);
        if (usage != null) {
            out.accept(new ChatEvent.Reported(usage));
        }
    }

    private void fail(String message, Consumer<ChatEvent> out) {
        fail(new ErrorFacts(null, null, message, true, 0, null), out);
    }

    private void fail(ErrorFacts facts, Consumer<ChatEvent> out) {
        state = State.FAILED;
        out.accept(new ChatEvent.Failed(facts));
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    @Override
    public boolean over() {
        return state == State.OVER || state == State.FAILED;
    }

    @Override
    public boolean end(Consumer<ChatEvent> out) {
        if (state != State.OVER || last == null) {
            return false;
        }
        String raw = last.path("incomplete_details").path("reason").asText("");
        if (raw.isEmpty()) {
            raw = last.path("status").asText("completed");
        }
        out.accept(new ChatEvent.Stopped(0, StopWords.read(raw, items.called(), items.refused(), losses), raw));
        return true;
    }
}
