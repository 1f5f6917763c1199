package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.sse.SseWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the events of a stream and counts them. What is legal when is known by its caller. */
final class EventWriter {
    private static final byte[] PING = SseWriter.ping();

    private @Nullable Consumer<byte[]> sink;
    private long sequence;

    /** @param out null when nobody wants the events, but only what comes of them */
    void to(@Nullable Consumer<byte[]> out) {
        sink = out;
    }

    void ping() {
        if (sink != null) {
            sink.accept(PING);
        }
    }

    /** The number of the next event. */
    long next() {
        return sequence++;
    }

    void send(String type, ObjectNode members) {
        long number = next();
        if (sink != null) {
            sink.accept(FailureWriter.event(type, members, number));
        }
    }

    /** A piece of an item: the most frequent event by far. */
    void delta(String type, String place, String text, @Nullable JsonNode logprobs) {
        long number = next();
        if (sink != null) {
            sink.accept(Json.utf8("event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":" + number
                    + "," + place + ",\"delta\":" + Json.quote(text)
                    + (logprobs == null ? "" : ",\"logprobs\":" + Tree.text(logprobs)) + "}\n\n"));
        }
    }
}
