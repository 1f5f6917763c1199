package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.sse.SseWriter;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what a whole answer and the chunks of a stream say about themselves, around what the choices say. One answer. */
final class EventWriter {
    private static final byte[] PING = SseWriter.ping();
    private static final byte[] DONE = SseWriter.event("[DONE]");

    private final Frame frame;
    private final String id;
    private final String chunk;
    private String model;
    private @Nullable Usage usage;
    private Consumer<byte[]> sink = event -> {};

    /**
     * @param prefix of the answer's id
     * @param chunk {@code object} of a chunk
     */
    EventWriter(Frame frame, String prefix, String chunk) {
        this.frame = frame;
        this.id = prefix + frame.ids().get();
        this.chunk = chunk;
        this.model = frame.model();
    }

    void to(Consumer<byte[]> out) {
        sink = out;
    }

    /** @param named null where the upstream names no model */
    void started(@Nullable String named) {
        model = named == null ? model : named;
    }

    void reported(Usage soFar) {
        usage = soFar;
    }

    void ping() {
        sink.accept(PING);
    }

    /** A chunk. */
    void send(ObjectNode choice) {
        ObjectNode out = head(chunk);
        out.putArray("choices").add(choice);
        if (frame.usageAsked()) {
            out.putNull("usage");
        }
        sink.accept(SseWriter.event(Tree.text(out)));
    }

    void end() {
        if (frame.usageAsked() && usage != null) {
            ObjectNode out = head(chunk);
            out.putArray("choices");
            out.set("usage", UsageWriter.write(usage));
            sink.accept(SseWriter.event(Tree.text(out)));
        }
        sink.accept(DONE);
    }

    byte[] whole(String object, Answer answer, Function<ChatEvent.Stopped, ObjectNode> choice) {
        started(answer.model());
        ObjectNode body = head(object);
        ArrayNode list = body.putArray("choices");
        answer.stops().forEach(stopped -> list.add(choice.apply(stopped)));
        Usage counted = answer.usage();
        body.set("usage", counted == null ? null : UsageWriter.write(counted));
        return Tree.bytes(body);
    }

    private ObjectNode head(String object) {
        return Tree.object()
                .put("id", id)
                .put("object", object)
                .put("created", frame.created())
                .put("model", model);
    }
}
