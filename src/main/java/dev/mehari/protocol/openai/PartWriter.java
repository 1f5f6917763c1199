package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes parts of messages: texts, images, sounds and files. */
final class PartWriter {
    private final Aim aim;
    private final Losses losses;

    PartWriter(Aim aim, Losses losses) {
        this.aim = aim;
        this.losses = losses;
    }

    /** What a message holds: a string where one text is all there is, else a list of parts. Empty texts are left out. */
    JsonNode content(List<Content> parts) {
        ArrayNode list = Tree.array();
        for (Content part : parts) {
            if (!(part instanceof Content.Text text && text.text().isEmpty())) {
                list.add(part(part));
            }
        }
        if (list.isEmpty()) {
            return TextNode.valueOf("");
        }
        return list.size() == 1 || aim.has(Quirk.STRING_CONTENT) ? flat(list) : list;
    }

    private static JsonNode flat(ArrayNode list) {
        List<String> texts = new ArrayList<>();
        for (JsonNode part : list) {
            if (part.size() > 2 || !part.path("type").asText().equals("text")) {
                return list;
            }
            texts.add(part.path("text").textValue());
        }
        return TextNode.valueOf(String.join("\n\n", texts));
    }

    private JsonNode part(Content part) {
        return switch (part) {
            case Content.Text text -> marked(text(text.text()), text.cache());
            case Content.Refused refused -> text(refused.text());
            case Content.Image image -> image(image);
            case Content.Audio audio -> audio(audio);
            case Content.Video video -> video(video);
            case Content.Document document -> document(document);
            case Content.Foreign foreign -> foreign(foreign);
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
        CacheMarks.write(cache, part, aim, losses);
        return part;
    }

    private static ObjectNode text(String text) {
        return Tree.object().put("type", "text").put("text", text);
    }

    private ObjectNode image(Content.Image image) {
        ObjectNode part = Tree.object().put("type", "image_url");
        ObjectNode inner = part.putObject("image_url").put("url", url(image.media(), image.at()));
        if (image.detail() != null) {
            inner.put("detail", image.detail().value());
        }
        return marked(part, image.cache());
    }

    private String url(Media media, String at) {
        return switch (media) {
            case Media.Inline inline -> inline.dataUri();
            case Media.Remote remote -> remote.url();
            case Media.Stored stored -> throw unsupported("a file that was uploaded to another provider", at);
            case Media.Plain plain -> throw unsupported("text in the place of an image", at);
        };
    }

    private ObjectNode audio(Content.Audio audio) {
        if (!(audio.media() instanceof Media.Inline inline)) {
            throw unsupported("sound that is not in the request itself", audio.at());
        }
        ObjectNode part = Tree.object().put("type", "input_audio");
        part.putObject("input_audio").put("data", inline.base64()).put("format", format(inline, audio.at()));
        return part;
    }

    private String format(Media.Inline inline, String at) {
        String format = inline.mime().substring(inline.mime().indexOf('/') + 1);
        return switch (format) {
            case "wav", "x-wav", "wave" -> "wav";
            case "mp3", "mpeg" -> "mp3";
            default -> throw unsupported("sound of the type " + inline.mime(), at);
        };
    }

    private ObjectNode video(Content.Video video) {
        if (!aim.has(Quirk.VIDEO_URL)) {
            throw unsupported("video", video.at());
        }
        ObjectNode part = Tree.object().put("type", "video_url");
        part.putObject("video_url").put("url", url(video.media(), video.at()));
        return part;
    }

    private ObjectNode document(Content.Document document) {
        if (document.media() instanceof Media.Plain plain) {
            losses.add(document.at(), Loss.Action.APPROXIMATED);
            return marked(text(plain.text()), document.cache());
        }
        if (aim.has(Quirk.NO_FILES)) {
            throw unsupported("files", document.at());
        }
        if (!(document.media() instanceof Media.Inline inline)) {
            throw unsupported("a file that is not in the request itself", document.at());
        }
        ObjectNode part = Tree.object().put("type", "file");
        // OpenAI wants a name with every file.
        String name = document.name();
        part.putObject("file")
                .put("filename", name == null || name.isEmpty() ? "document.pdf" : name)
                .put("file_data", inline.dataUri());
        return marked(part, document.cache());
    }

    private JsonNode foreign(Content.Foreign foreign) {
        if (foreign.origin() == Protocol.OPENAI_CHAT) {
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
