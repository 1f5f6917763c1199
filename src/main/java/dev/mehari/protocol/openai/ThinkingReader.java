package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads thinking out of the history, in all the places in which clients send it back. */
final class ThinkingReader {
    private ThinkingReader() {}

    /** Signed blocks, or the text alone: who sends both says the same twice. */
    static List<Content> thinking(Fields message) {
        List<Content> read = new ArrayList<>();
        for (Fields block : message.objects("thinking_blocks")) {
            read.add(block(block));
        }
        message.ignore("reasoning_content", "reasoning");
        List<Fields> details = message.objects(Parts.DETAILS);
        if (!read.isEmpty()) {
            return read;
        }
        if (!details.isEmpty()) {
            return List.of(sealed(message));
        }
        for (String name : new String[] {"reasoning_content", "reasoning"}) {
            String text = message.text(name);
            if (text != null && !text.isEmpty()) {
                return List.of(new Content.Thinking(text, null, message.at(name)));
            }
        }
        return read;
    }

    /** OpenRouter's, which goes back to it as it came. */
    private static Content.Thinking sealed(Fields message) {
        JsonNode details = message.raw().path(Parts.DETAILS);
        String text = message.text("reasoning_content");
        text = text == null ? message.text("reasoning") : text;
        return new Content.Thinking(
                text == null ? ThinkingDecoder.text(details) : text,
                new Carrier(Protocol.OPENAI_CHAT, details),
                message.at(Parts.DETAILS));
    }

    private static Content.Thinking block(Fields block) {
        String text = block.text("thinking");
        return new Content.Thinking(text == null ? "" : text, carrier(block), block.path());
    }

    private static @Nullable Carrier carrier(Fields block) {
        String signature = block.text("signature");
        boolean redacted = "redacted_thinking".equals(block.text("type"));
        if (!redacted && (signature == null || signature.isEmpty())) {
            return null;
        }
        Carrier sealed = signature == null ? null : Envelope.open(signature);
        if (sealed != null) {
            return sealed;
        }
        ObjectNode raw = block.raw().deepCopy();
        raw.remove("index");
        return new Carrier(Protocol.ANTHROPIC_MESSAGES, Tree.array().add(raw));
    }

    /**
     * Takes thinking that was shown between tags out of the text: left there, it teaches the model to think in the text.
     *
     * @param thinking where it goes, unless the same thinking is there already
     */
    static List<Content> cleaned(List<Content> said, List<Content> thinking) {
        if (said.isEmpty() || !(said.getFirst() instanceof Content.Text text)) {
            return said;
        }
        ThinkTags.Cut cut = ThinkTags.cut(text.text());
        if (cut == null) {
            return said;
        }
        if (thinking.isEmpty() && !cut.thinking().isEmpty()) {
            thinking.add(new Content.Thinking(cut.thinking(), null, text.at()));
        }
        List<Content> clean = new ArrayList<>(said);
        clean.set(0, new Content.Text(cut.rest(), text.cache(), text.at()));
        return clean;
    }
}
