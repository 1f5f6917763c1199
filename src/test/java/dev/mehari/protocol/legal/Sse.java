package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream into events, and takes none that a simple client would stumble over. */
final class Sse {
    /** @param name empty when it has none */
    record Event(String name, String data) {}

    private Sse() {}

    /** The events without the comments between them. */
    static List<Event> events(byte[] stream) {
        String text = text(stream);
        must(text.isEmpty() || text.endsWith("\n\n"), "0.6 a stream ends with a blank line", tail(text));
        must(text.indexOf('\r') < 0, "3 lines end with LF", tail(text));
        List<Event> events = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", from)) {
            String block = text.substring(from, end);
            from = end + 2;
            if (!block.isEmpty() && !block.startsWith(":")) {
                events.add(event(block));
            }
        }
        return events;
    }

    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            must(false, "1.1 bytes are UTF-8", e);
            return "";
        }
    }

    private static Event event(String block) {
        String name = "";
        String rest = block;
        if (rest.startsWith("event: ")) {
            int end = rest.indexOf('\n');
            must(end > 0, "1.2 an event has data", block);
            name = rest.substring(7, end);
            must(!name.isBlank(), "1.2 a name is not empty", block);
            rest = rest.substring(end + 1);
        }
        must(rest.startsWith("data: ") && rest.indexOf('\n') < 0, "3 an event is a name and one line of data", block);
        must(rest.length() > 6, "3 data is not empty", block);
        return new Event(name, rest.substring(6));
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 200));
    }
}
