package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.MediaReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a message, or a piece of one, holds beside words and calls: images, as OpenRouter has them, sound, sources. */
final class ExtraBlocks {
    private final JsonNode message;
    private final String at;
    private final Losses losses;
    private final List<Block> blocks = new ArrayList<>();

    private ExtraBlocks(JsonNode message, int choice, Losses losses) {
        this.message = message;
        this.at = "choices[" + choice + "].message";
        this.losses = losses;
    }

    /** @param choice whose message it is */
    static List<Block> read(JsonNode message, int choice, Losses losses) {
        boolean none = message.path("images").isEmpty()
                && message.path("audio").isEmpty()
                && message.path("annotations").isEmpty();
        if (none) {
            return List.of();
        }
        ExtraBlocks extra = new ExtraBlocks(message, choice, losses);
        extra.images();
        extra.sound();
        extra.sources();
        return extra.blocks;
    }

    private void images() {
        for (JsonNode image : message.path("images")) {
            Media media = media(image.at("/image_url/url").asText(""));
            if (media == null) {
                losses.dropped(at + ".images");
            } else {
                blocks.add(new Block.Image(media));
            }
        }
    }

    /** Null when there is no image. */
    private static @Nullable Media media(String url) {
        try {
            Media media = MediaReader.address(url, "");
            return media.isEmpty() ? null : media;
        } catch (Refusal noAddress) {
            return null;
        }
    }

    private void sound() {
        JsonNode audio = message.path("audio");
        if (audio.isObject() && !audio.isEmpty()) {
            blocks.add(new Block.Foreign(Protocol.OPENAI_CHAT, "audio", audio));
        }
    }

    /** Clients read the list entry by entry. */
    private void sources() {
        JsonNode list = message.path("annotations");
        if (list.isEmpty()) {
            return;
        }
        ArrayNode sources = Tree.array();
        for (JsonNode source : list) {
            if (list.isArray() && source.isObject()) {
                sources.add(source);
            } else {
                losses.dropped(at + ".annotations");
            }
        }
        if (!sources.isEmpty()) {
            blocks.add(new Block.Foreign(Protocol.OPENAI_CHAT, "annotations", sources));
        }
    }
}
