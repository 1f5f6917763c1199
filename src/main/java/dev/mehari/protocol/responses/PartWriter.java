package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what users, operators and tools say: texts, images and files. */
final class PartWriter {
    private final Aim aim;
    private final Losses losses;

    PartWriter(Aim aim, Losses losses) {
        this.aim = aim;
        this.losses = losses;
    }

    /** Empty texts are left out. */
    ArrayNode list(List<Content> parts) {
        ArrayNode list = Tree.array();
        for (Content part : parts) {
            if (!(part instanceof Content.Text text && text.text().isEmpty())) {
                list.add(part(part));
            }
        }
        return list;
    }

    private JsonNode part(Content part) {
        return switch (part) {
            case Content.Text text -> marked(text(text.text()), text.cache());
            case Content.Refused refused -> text(refused.text());
            case Content.Image image -> image(image);
            case Content.Document document -> document(document);
            case Content.Foreign foreign -> foreign(foreign);
            case Content.Audio audio -> throw unsupported("sound", audio.at());
            case Content.Video video -> throw unsupported("video", video.at());
            case Content.Thinking thinking -> throw stray(thinking);
            case Content.ToolCall call -> throw stray(call);
            case Content.ToolResult result -> throw stray(result);
        };
    }

    private static Refusal stray(Content part) {
        return Refusal.of(
                ErrorKind.INVALID_REQUEST, "\"" + part.at() + "\" cannot stand in a turn of this role", part.at());
    }

    private ObjectNode marked(ObjectNode part, @Nullable Cache cache) {
        CacheMark.write(cache, part, aim, losses);
        return part;
    }

    private static ObjectNode text(String text) {
        return Tree.object().put("type", "input_text").put("text", text);
    }

    private ObjectNode image(Content.Image image) {
        String url = switch (image.media()) {
            case Media.Inline inline -> inline.dataUri();
            case Media.Remote remote -> remote.url();
            case Media.Stored stored -> throw unsupported("a file that was uploaded to another provider", image.at());
            case Media.Plain plain -> throw unsupported("text in the place of an image", image.at());
        };
        return marked(
                Tree.object()
                        .put("type", "input_image")
                        .put("image_url", url)
                        .put(
                                "detail",
                                image.detail() == null ? "auto" : image.detail().value()),
                image.cache());
    }

    private ObjectNode document(Content.Document document) {
        if (document.media() instanceof Media.Plain plain) {
            losses.add(document.at(), Loss.Action.APPROXIMATED);
            return marked(text(plain.text()), document.cache());
        }
        if (aim.has(Quirk.NO_FILES)) {
            throw unsupported("files", document.at());
        }
        ObjectNode part = Tree.object().put("type", "input_file");
        String name = document.name();
        boolean named = name != null && !name.isEmpty();
        if (named) {
            part.put("filename", name);
        }
        switch (document.media()) {
            // OpenAI wants a name with every file that it is sent.
            case Media.Inline inline ->
                part.put("filename", named ? name : "document.pdf").put("file_data", inline.dataUri());
            case Media.Remote remote -> part.put("file_url", remote.url());
            case Media.Stored stored ->
                throw unsupported("a file that was uploaded to another provider", document.at());
            case Media.Plain plain -> throw new IllegalStateException("written before");
        }
        return marked(part, document.cache());
    }

    private JsonNode foreign(Content.Foreign foreign) {
        if (foreign.origin() == Protocol.OPENAI_RESPONSES) {
            return foreign.raw();
        }
        throw unsupported("content of the type \"" + foreign.type() + "\"", foreign.at());
    }

    private Refusal unsupported(String what, String at) {
        return Refusal.of(
                ErrorKind.UNSUPPORTED_CONTENT,
                "the model \"" + aim.model() + "\" cannot be sent " + what + ": \"" + at + "\"",
                at);
    }
}
