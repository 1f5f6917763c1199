package dev.mehari.protocol.openaicommon;

import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads images, sounds and files that stand in a request, or the address where they are. */
public final class MediaReader {
    private MediaReader() {}

    /** The bytes in a {@code data:} address, or where they are. */
    public static Media address(String url, String at) {
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

    /**
     * A file. What has no media type is a PDF, unless its name says otherwise.
     *
     * @param data base64, or a {@code data:} address
     */
    public static Media file(String data, @Nullable String name, String at) {
        Media media = data.regionMatches(true, 0, "data:", 0, 5)
                ? address(data, at)
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

    /** A part of the type {@code input_audio}. */
    public static Content.Audio audio(Fields part, Losses losses) {
        Fields audio = Fields.of(part.need("input_audio"), part.at("input_audio"));
        String format = audio.text("format");
        Content.Audio read = new Content.Audio(
                new Media.Inline(
                        "audio/" + (format == null ? "wav" : format.toLowerCase(Locale.ROOT)), audio.needText("data")),
                part.path());
        audio.loseRest(losses);
        return read;
    }
}
