package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.OpenAiPartWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a message holds: texts, images, sounds and files. */
final class PartWriter extends OpenAiPartWriter {
    private final Aim aim;
    private final Losses losses;

    PartWriter(Aim aim, Losses losses) {
        super(Protocol.OPENAI_CHAT, aim, losses);
        this.aim = aim;
        this.losses = losses;
    }

    /** A string where one text is all there is, else a list of parts. */
    JsonNode content(List<Content> parts) {
        ArrayNode list = list(parts);
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

    @Override
    protected void mark(ObjectNode part, @Nullable Cache cache) {
        CacheMarks.write(cache, part, aim, losses);
    }

    @Override
    protected ObjectNode text(String text) {
        return Tree.object().put("type", "text").put("text", text);
    }

    @Override
    protected ObjectNode image(Content.Image image, String url) {
        ObjectNode part = Tree.object().put("type", "image_url");
        ObjectNode inner = part.putObject("image_url").put("url", url);
        if (image.detail() != null) {
            inner.put("detail", image.detail().value());
        }
        return part;
    }

    @Override
    protected ObjectNode audio(Content.Audio audio) {
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

    @Override
    protected ObjectNode video(Content.Video video) {
        if (!aim.has(Quirk.VIDEO_URL)) {
            throw unsupported("video", video.at());
        }
        ObjectNode part = Tree.object().put("type", "video_url");
        part.putObject("video_url").put("url", url(video.media(), video.at()));
        return part;
    }

    @Override
    protected ObjectNode file(Content.Document document) {
        if (!(document.media() instanceof Media.Inline inline)) {
            throw unsupported("a file that is not in the request itself", document.at());
        }
        ObjectNode part = Tree.object().put("type", "file");
        part.putObject("file").put("filename", name(document)).put("file_data", inline.dataUri());
        return part;
    }
}
