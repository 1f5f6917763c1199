package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads blocks of content. Those that only Anthropic's servers make, and those not known yet, stay what they are. */
final class PartReader {
    private final Losses losses;
    private final MediaReader sources;

    PartReader(Losses losses) {
        this.losses = losses;
        this.sources = new MediaReader(losses);
    }

    /** The blocks of a member that is a text or a list of blocks; none when it is absent. */
    List<Content> content(Fields holder, String name) {
        JsonNode content = holder.get(name);
        if (content == null) {
            return List.of();
        }
        if (content.isTextual()) {
            return List.of(new Content.Text(content.textValue(), null, holder.at(name)));
        }
        List<Content> parts = new ArrayList<>();
        for (Fields block : holder.objects(name)) {
            parts.add(block(block));
        }
        return parts;
    }

    /** The mark of a block, null when it has none. */
    @Nullable
    Cache cache(Fields block) {
        Fields mark = block.object("cache_control");
        if (mark == null) {
            return null;
        }
        mark.ignore("type");
        boolean lasting = "1h".equals(mark.text("ttl"));
        mark.loseRest(losses);
        return new Cache(lasting, mark.path());
    }

    private Content block(Fields block) {
        String type = block.needText("type");
        Content part = switch (type) {
            case "text" -> text(block);
            case "image" -> new Content.Image(sources.image(block), null, cache(block), block.path());
            case "document" -> document(block);
            case "tool_use" -> toolUse(block);
            case "tool_result" -> toolResult(block);
            case "thinking" -> thinking(block);
            case "tool_reference" -> reference(block);
            case "search_result" -> found(block);
            case "redacted_thinking" -> new Content.Thinking("", carrier(block.raw()), block.path());
            default -> null;
        };
        if (part == null) {
            return new Content.Foreign(Protocol.ANTHROPIC_MESSAGES, type, block.raw(), block.path());
        }
        if (!(part instanceof Content.Thinking)) {
            block.loseRest(losses);
        }
        return part;
    }

    private Content text(Fields block) {
        JsonNode citations = block.get("citations");
        if (citations != null && !citations.isEmpty()) {
            losses.dropped(block.at("citations"));
        }
        return new Content.Text(block.needText("text"), cache(block), block.path());
    }

    /** Null when its source has pictures among its texts, which no other protocol can hold in one document. */
    private @Nullable Content document(Fields block) {
        var media = sources.document(block);
        if (media == null) {
            return null;
        }
        Fields citations = block.object("citations");
        if (citations != null && citations.isTrue("enabled")) {
            losses.dropped(block.at("citations"));
        }
        return new Content.Document(media, block.text("title"), cache(block), block.path());
    }

    /** A search for tools has found one, which is declared with the others. To say its name is all that is left. */
    private Content reference(Fields block) {
        losses.add(block.path(), Loss.Action.EMULATED);
        block.need("tool_name");
        return new Content.Text(Tree.text(block.raw()), cache(block), block.path());
    }

    /** What was found, and where, in words. */
    private Content found(Fields block) {
        losses.add(block.path(), Loss.Action.EMULATED);
        block.ignore("citations");
        StringBuilder said = new StringBuilder(block.needText("title") + "\n" + block.needText("source"));
        for (Content part : content(block, "content")) {
            if (part instanceof Content.Text text) {
                said.append("\n\n").append(text.text());
            }
        }
        return new Content.Text(said.toString(), cache(block), block.path());
    }

    private Content toolUse(Fields block) {
        JsonNode input = block.get("input");
        // Who calls is always the model itself where the caller sent the block back as it came.
        block.ignore("caller");
        return new Content.ToolCall(
                block.needText("id"),
                block.needText("name"),
                input == null ? "" : Tree.text(input),
                false,
                null,
                cache(block),
                block.path());
    }

    private Content toolResult(Fields block) {
        return new Content.ToolResult(
                block.needText("tool_use_id"),
                content(block, "content"),
                block.isTrue("is_error"),
                cache(block),
                block.path());
    }

    /** Signed by Anthropic, by nobody, or by another vendor whose signature travelled in an envelope. */
    private Content thinking(Fields block) {
        String text = block.needText("thinking");
        String signature = block.text("signature");
        if (signature == null || signature.isEmpty()) {
            return new Content.Thinking(text, null, block.path());
        }
        Carrier foreign = Envelope.open(signature);
        return new Content.Thinking(text, foreign == null ? carrier(block.raw()) : foreign, block.path());
    }

    private static Carrier carrier(JsonNode block) {
        return new Carrier(Protocol.ANTHROPIC_MESSAGES, Tree.array().add(block));
    }
}
