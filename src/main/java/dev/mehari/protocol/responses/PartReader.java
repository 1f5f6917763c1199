package dev.mehari.protocol.responses;

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

/** Reads what a message holds, or what a tool said: one text, or a list of parts. */
final class PartReader {
    private final Losses losses;

    PartReader(Losses losses) {
        this.losses = losses;
    }

    List<Content> parts(Fields item, String name) {
        JsonNode content = item.get(name);
        if (content == null) {
            return List.of();
        }
        if (content.isTextual()) {
            return List.of(new Content.Text(content.textValue(), null, item.at(name)));
        }
        if (!content.isArray()) {
            throw Fields.wrong(item.at(name), "a string or an array");
        }
        List<Content> parts = new ArrayList<>();
        for (Fields part : item.objects(name)) {
            parts.add(part(part));
        }
        return parts;
    }

    private Content part(Fields part) {
        String type = part.needText("type");
        Cache cache = cache(part);
        Content read = switch (type) {
            case "input_text", "output_text", "text" -> text(part, cache);
            case "refusal" -> new Content.Refused(part.needText("refusal"), part.path());
            case "input_image" -> image(part, cache);
            case "input_file" -> file(part, cache);
            case "input_audio" -> audio(part);
            default -> null;
        };
        if (read == null) {
            return new Content.Foreign(Protocol.OPENAI_RESPONSES, type, part.raw(), part.path());
        }
        part.loseRest(losses);
        return read;
    }

    /** A mark for the prompt cache. The shorter of the two times that it may have is half an hour already. */
    private @Nullable Cache cache(Fields part) {
        Fields mark = part.object(CacheMark.NAME);
        if (mark == null) {
            return null;
        }
        mark.ignore("mode");
        boolean lasting = mark.text("ttl") != null;
        mark.loseRest(losses);
        return new Cache(lasting, mark.path());
    }

    private static Content.Text text(Fields part, @Nullable Cache cache) {
        // What an answer says about itself comes back with it; where it is empty, nothing is lost.
        for (String own : new String[] {"annotations", "logprobs"}) {
            if (part.raw().path(own).isEmpty()) {
                part.ignore(own);
            }
        }
        return new Content.Text(part.needText("text"), cache, part.path());
    }

    private static Content.Image image(Fields part, @Nullable Cache cache) {
        String detail = part.text("detail");
        String url = part.text("image_url");
        String id = part.text("file_id");
        if (url == null && id == null) {
            throw Fields.wrong(part.path(), "an object with \"image_url\" or \"file_id\"");
        }
        return new Content.Image(
                url == null ? new Media.Stored(String.valueOf(id)) : media(url, part.at("image_url")),
                detail == null ? null : new Given<>(detail, part.at("detail")),
                cache,
                part.path());
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

    private static Content.Document file(Fields part, @Nullable Cache cache) {
        String name = part.text("filename");
        String data = part.text("file_data");
        String url = part.text("file_url");
        String id = part.text("file_id");
        Media media;
        if (data != null) {
            media = document(data, name, part.at("file_data"));
        } else if (url != null) {
            media = new Media.Remote("", url);
        } else if (id != null) {
            media = new Media.Stored(id);
        } else {
            throw Fields.wrong(part.path(), "an object with \"file_data\", \"file_url\" or \"file_id\"");
        }
        return new Content.Document(media, name, cache, part.path());
    }

    /** What has no media type is a PDF, unless its name says otherwise. */
    private static Media document(String data, @Nullable String name, String at) {
        Media media = data.regionMatches(true, 0, "data:", 0, 5)
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
