package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Reads thinking. OpenAI tells a summary of it, servers of open models the thinking itself; of both the one that comes
 * first is told.
 */
final class ReasoningDecoder implements ItemDecoder {
    private enum Kind {
        SILENT,
        SUMMARY,
        RAW
    }

    private final IntSupplier indexes;
    private Kind kind = Kind.SILENT;
    private int index = -1;
    private int part;
    private boolean done;

    ReasoningDecoder(IntSupplier indexes) {
        this.indexes = indexes;
    }

    @Override
    public void delta(String type, JsonNode event, Consumer<ChatEvent> out) {
        boolean summary = type.equals("response.reasoning_summary_text.delta");
        say(
                summary ? Kind.SUMMARY : Kind.RAW,
                event.path(summary ? "summary_index" : "content_index").asInt(),
                event.path("delta").asText(""),
                out);
    }

    private void say(Kind what, int place, String words, Consumer<ChatEvent> out) {
        if (words.isEmpty() || done || (kind != Kind.SILENT && kind != what)) {
            return;
        }
        if (kind == Kind.SILENT) {
            kind = what;
            part = place;
            open(out);
        }
        String before = place == part ? "" : ReasoningText.BREAK;
        part = place;
        out.accept(new ChatEvent.Delta(index, before + words));
    }

    private void open(Consumer<ChatEvent> out) {
        index = indexes.getAsInt();
        out.accept(new ChatEvent.Opened(index, 0, new Block.Thinking()));
    }

    private void whole(Kind what, JsonNode parts, Consumer<ChatEvent> out) {
        int place = 0;
        for (JsonNode one : parts) {
            say(what, place++, one.path("text").asText(""), out);
        }
    }

    @Override
    public void done(JsonNode item, Consumer<ChatEvent> out) {
        if (done) {
            return;
        }
        if (kind == Kind.SILENT) {
            whole(Kind.SUMMARY, item.path("summary"), out);
            if (kind == Kind.SILENT) {
                whole(Kind.RAW, item.path("content"), out);
            }
        }
        if (!item.path("encrypted_content").asText("").isEmpty()) {
            if (index < 0) {
                open(out);
            }
            out.accept(new ChatEvent.Signed(index, new Carrier(Protocol.OPENAI_RESPONSES, item)));
        }
        close(out);
    }

    @Override
    public void close(Consumer<ChatEvent> out) {
        if (!done && index >= 0) {
            out.accept(new ChatEvent.Closed(index));
        }
        done = true;
    }
}
