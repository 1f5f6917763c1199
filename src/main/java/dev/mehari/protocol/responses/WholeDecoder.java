package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Reads an item that says something only when it is whole: an image, or what a tool of the vendor's did. */
final class WholeDecoder implements ItemDecoder {
    private final IntSupplier indexes;
    private final String type;
    private final String at;
    private final Losses losses;
    private boolean done;

    /**
     * @param type empty for what does not say what it is
     * @param at where the item stands in the answer
     */
    WholeDecoder(IntSupplier indexes, String type, String at, Losses losses) {
        this.indexes = indexes;
        this.type = type;
        this.at = at;
        this.losses = losses;
    }

    @Override
    public void done(JsonNode item, Consumer<ChatEvent> out) {
        if (done) {
            return;
        }
        done = true;
        if (type.isEmpty()) {
            losses.dropped(at);
            return;
        }
        String image = item.path("result").asText("");
        Block block = type.equals("image_generation_call") && !image.isEmpty()
                ? new Block.Image(
                        new Media.Inline("image/" + item.path("output_format").asText("png"), image))
                : new Block.Foreign(Protocol.OPENAI_RESPONSES, type, item);
        int index = indexes.getAsInt();
        out.accept(new ChatEvent.Opened(index, 0, block));
        out.accept(new ChatEvent.Closed(index));
    }

    @Override
    public void close(Consumer<ChatEvent> out) {
        done = true;
    }
}
