package dev.mehari.protocol.gemini;

import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code inlineData} and {@code fileData}; the media type says what they are. */
final class MediaReader {
    private static final Pattern UPLOADED = Pattern.compile("https://[a-z-]+\\.googleapis\\.com/.*|gs://.*");
    private static final Pattern WATCHED = Pattern.compile("https?://(?:(?:www|m)\\.)?youtu(?:be\\.com|\\.be)/.*");

    /** For files whose type the caller left out. */
    private static final Map<String, String> BY_ENDING = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "mp4", "video/mp4",
            "mp3", "audio/mp3",
            "wav", "audio/wav",
            "pdf", "application/pdf");

    private MediaReader() {}

    static Content inline(Fields blob, @Nullable Given<String> detail, String at, Losses losses) {
        String mime = blob.needText("mimeType").toLowerCase(Locale.ROOT);
        String data = Base64Text.standard(blob.needText("data"));
        String name = blob.text("displayName");
        blob.loseRest(losses);
        if (!mime.startsWith("text/")) {
            return content(mime, new Media.Inline(mime, data), name, detail, at);
        }
        byte[] text = Base64Text.bytes(data);
        if (text == null) {
            throw Fields.wrong(blob.at("data"), "base64");
        }
        return new Content.Document(new Media.Plain(new String(text, StandardCharsets.UTF_8)), name, null, at);
    }

    static Content file(Fields file, @Nullable Given<String> detail, String at, Losses losses) {
        String uri = file.needText("fileUri");
        String given = file.text("mimeType");
        String name = file.text("displayName");
        file.loseRest(losses);
        String mime = given == null ? "" : given.toLowerCase(Locale.ROOT);
        Media media = UPLOADED.matcher(uri).matches() ? new Media.Stored(uri) : new Media.Remote(mime, uri);
        return content(mime.isEmpty() ? guessed(uri) : mime, media, name, detail, at);
    }

    private static Content content(
            String mime, Media media, @Nullable String name, @Nullable Given<String> detail, String at) {
        return switch (mime.substring(0, Math.max(0, mime.indexOf('/')))) {
            case "image" -> new Content.Image(media, detail, null, at);
            case "audio" -> new Content.Audio(media, at);
            case "video" -> new Content.Video(media, at);
            default -> new Content.Document(media, name, null, at);
        };
    }

    private static String guessed(String uri) {
        String path = uri.replaceAll("[?#].*", "");
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return WATCHED.matcher(uri).matches() ? "video/*" : BY_ENDING.getOrDefault(ending, "");
    }
}
