package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a message holds: one text, or a list of parts. */
final class PartReader {
    private final Losses losses;

    PartReader(Losses losses) {
        this.losses = losses;
    }

    /** The parts of a member of a message; none when it is absent. */
    List<Content> parts(Fields message, String name) {
        JsonNode content = message.get(name);
        if (content == null) {
            return List.of();
        }
        if (content.isTextual()) {
            return List.of(new Content.Text(content.textValue(), CacheMarks.read(message), message.at(name)));
        }
        if (!content.isArray()) {
            throw Fields.wrong(message.at(name), "a string or an array");
        }
        List<Content> parts = new ArrayList<>();
        for (Fields part : message.objects(name)) {
            parts.add(part(part));
        }
        return parts;
    }

    private Content part(Fields part) {
        String type = part.needText("type");
        Cache cache = CacheMarks.read(part);
        Content read = switch (type) {
            case "text", "input_text", "output_text" -> new Content.Text(part.needText("text"), cache, part.path());
            case "refusal" -> new Content.Refused(part.needText("refusal"), part.path());
            case "image_url" -> image(part, cache);
            case "input_audio" -> audio(part);
            case "file" -> file(part, cache);
            case "video_url" -> new Content.Video(media(url(part, "video_url"), part.path()), part.path());
            default -> null;
        };
        if (read == null) {
            return new Content.Foreign(Protocol.OPENAI_CHAT, type, part.raw(), part.path());
        }
        part.loseRest(losses);
        return read;
    }

    /** An image, which some send as its bare address. */
    private Content.Image image(Fields part, @Nullable Cache cache) {
        JsonNode image = part.need("image_url");
        Given<String> detail = null;
        if (image.isObject()) {
            Fields fields = Fields.of(image, part.at("image_url"));
            String word = fields.text("detail");
            detail = word == null ? null : new Given<>(word, fields.at("detail"));
        }
        return new Content.Image(media(url(part, "image_url"), part.path()), detail, cache, part.path());
    }

    private String url(Fields part, String name) {
        JsonNode value = part.need(name);
        if (value.isTextual()) {
            return value.textValue();
        }
        Fields fields = Fields.of(value, part.at(name));
        String url = fields.needText("url");
        fields.ignore("detail");
        fields.loseRest(losses);
        return url;
    }

    private Content.Audio audio(Fields part) {
        Fields audio = Fields.of(part.need("input_audio"), part.at("input_audio"));
        String format = audio.text("format");
        Content.Audio read = new Content.Audio(
                new Media.Inline(
                        "audio/" + (format == null ? "wav" : format.toLowerCase(Locale.ROOT)), audio.needText("data")),
                part.path());
        audio.loseRest(losses);
        return read;
    }

    private Content.Document file(Fields part, @Nullable Cache cache) {
        Fields file = Fields.of(part.need("file"), part.at("file"));
        String name = file.text("filename");
        String data = file.text("file_data");
        String id = file.text("file_id");
        file.loseRest(losses);
        if (data != null) {
            return new Content.Document(document(data, name, file.at("file_data")), name, cache, part.path());
        }
        if (id == null) {
            throw Fields.wrong(file.path(), "an object with \"file_data\" or \"file_id\"");
        }
        return new Content.Document(new Media.Stored(id), name, cache, part.path());
    }

    /** What has no media type is a PDF, as at OpenAI. */
    private static Media document(String data, @Nullable String name, String at) {
        Media media = data.startsWith("data:") || data.startsWith("http")
                ? media(data, at)
                : new Media.Inline(name != null && name.endsWith(".txt") ? "text/plain" : "application/pdf", data);
        if (media instanceof Media.Inline inline && inline.mime().startsWith("text/")) {
            try {
                byte[] text = Base64.getMimeDecoder().decode(inline.base64());
                return new Media.Plain(new String(text, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw Fields.wrong(at, "base64");
            }
        }
        return media;
    }

    /** The bytes in a {@code data:} address, or where they are. */
    static Media media(String url, String at) {
        if (!url.regionMatches(true, 0, "data:", 0, 5)) {
            return new Media.Remote("", url);
        }
        int comma = url.indexOf(',');
        String head = comma < 0 ? "" : url.substring(5, comma);
        int semicolon = head.indexOf(';');
        if (!head.toLowerCase(Locale.ROOT).endsWith(";base64") || semicolon == 0) {
            throw Fields.wrong(at, "an address on the web, or data of the form \"data:image/png;base64,...\"");
        }
        return new Media.Inline(head.substring(0, semicolon).toLowerCase(Locale.ROOT), url.substring(comma + 1));
    }
}
