package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;

/** Writes what a tool said. */
final class ResultWriter {
    private final boolean media;
    private final Losses losses;

    /** @param media whether the model takes images and documents within a result */
    ResultWriter(boolean media, Losses losses) {
        this.media = media;
        this.losses = losses;
    }

    /** @param behind takes what cannot stand within the result, to be said behind all of them */
    ObjectNode write(Content.ToolResult result, String name, ArrayNode behind) {
        if (result.cache() != null) {
            losses.dropped(result.cache().at());
        }
        List<String> texts = new ArrayList<>();
        ArrayNode inside = Tree.array();
        for (Content part : result.parts()) {
            if (part.cache() != null) {
                losses.dropped(part.cache().at());
            }
            switch (part) {
                case Content.Text text -> texts.add(text.text());
                case Content.Refused refused -> texts.add(refused.text());
                case Content.Image image -> add(image, inside, behind);
                case Content.Audio audio -> add(audio, inside, behind);
                case Content.Video video -> add(video, inside, behind);
                case Content.Document document -> add(document, inside, behind);
                case Content.ToolCall call -> losses.dropped(call.at());
                case Content.ToolResult other -> losses.dropped(other.at());
                case Content.Thinking thinking -> losses.dropped(thinking.at());
                case Content.Foreign foreign -> throw unsupported(foreign);
            }
        }
        ObjectNode part = Tree.object();
        ObjectNode function =
                part.putObject("functionResponse").put("id", result.callId()).put("name", name);
        function.putObject("response").put(result.error() ? "error" : "output", String.join("\n", texts));
        if (!inside.isEmpty()) {
            function.set("parts", inside);
        }
        return part;
    }

    static Refusal unsupported(Content.Foreign foreign) {
        return Refusal.of(
                ErrorKind.UNSUPPORTED_CONTENT,
                "The target of this model cannot be shown content of the type \"" + foreign.type() + "\" (\""
                        + foreign.at() + "\").",
                foreign.at());
    }

    private void add(Content content, ArrayNode inside, ArrayNode behind) {
        ObjectNode written = MediaWriter.write(content, losses);
        if (media) {
            inside.add(written);
        } else {
            losses.add(content.at(), Loss.Action.MOVED);
            behind.add(written);
        }
    }
}
