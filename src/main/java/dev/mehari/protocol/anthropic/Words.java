package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import java.util.function.Consumer;

/** Text, or thinking, whose signature is known before it closes. */
final class Words implements BlockDecoder {
    private final Blocks blocks;
    private final int at;
    private final Block block;
    private final Losses losses;
    private final StringBuilder thought = new StringBuilder();
    private String signature = "";
    private int index = -1;

    /** @param at the upstream's index */
    Words(Blocks blocks, int at, Block block, Losses losses) {
        this.blocks = blocks;
        this.at = at;
        this.block = block;
        this.losses = losses;
    }

    void begin(JsonNode start, Consumer<ChatEvent> out) {
        say(start.path("text").asText(), out);
        say(start.path("thinking").asText(), out);
        signature = start.path("signature").asText();
        cited(start.path("citations"));
    }

    @Override
    public void delta(JsonNode delta, Consumer<ChatEvent> out) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> say(delta.path("text").asText(), out);
            case "thinking_delta" -> say(delta.path("thinking").asText(), out);
            case "signature_delta" -> signature = delta.path("signature").asText();
            case "citations_delta" -> cited(delta.path("citation"));
            default -> Blocks.unknown(delta, out);
        }
    }

    @Override
    public void close(Consumer<ChatEvent> out) {
        if (block instanceof Block.Thinking && !signature.isEmpty()) {
            opened(out);
            out.accept(new ChatEvent.Signed(index, Blocks.carrier(Parts.thinking(thought.toString(), signature))));
        }
        if (index >= 0) {
            out.accept(new ChatEvent.Closed(index));
        }
    }

    private void say(String text, Consumer<ChatEvent> out) {
        if (text.isEmpty()) {
            return;
        }
        opened(out);
        if (block instanceof Block.Thinking) {
            thought.append(text);
        }
        out.accept(new ChatEvent.Delta(index, text));
    }

    private void opened(Consumer<ChatEvent> out) {
        if (index < 0) {
            index = blocks.open(block, out);
        }
    }

    private void cited(JsonNode citations) {
        if (!citations.isEmpty()) {
            losses.dropped("content[" + at + "].citations");
        }
    }
}
