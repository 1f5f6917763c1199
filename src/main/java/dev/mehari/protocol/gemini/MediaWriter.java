package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes images, sounds, films and documents as {@code inlineData}, or as {@code fileData} what Google can fetch. */
final class MediaWriter {
    private static final Pattern FETCHED = Pattern.compile(
            "gs://.*|https://[a-z-]+\\.googleapis\\.com/.*|https?://(?:(?:www|m)\\.)?youtu(?:be\\.com|\\.be)/.*");

    /** Google's words for what others call otherwise. */
    private static final Map<String, String> WORDS =
            Map.of("audio/mpeg", "audio/mp3", "audio/x-wav", "audio/wav", "image/jpg", "image/jpeg");

    private MediaWriter() {}

    /**
     * Writes one part.
     *
     * @throws Refusal {@code UNSUPPORTED_CONTENT} with the path for what Google cannot reach
     * @throws IllegalArgumentException when the content is none of the four
     */
    static ObjectNode write(Content content, Losses losses) {
        return switch (content) {
            case Content.Image image -> {
                Given<String> detail = image.detail();
                if (detail != null && !detail.value().equals("auto")) {
                    losses.dropped(detail.at());
                }
                yield part(image.media(), image.at());
            }
            case Content.Audio audio -> part(audio.media(), audio.at());
            case Content.Video video -> part(video.media(), video.at());
            case Content.Document document -> {
                if (document.name() != null) {
                    losses.add(document.at(), Loss.Action.APPROXIMATED);
                }
                yield part(document.media(), document.at());
            }
            default -> throw new IllegalArgumentException("no media: " + content.at());
        };
    }

    private static ObjectNode part(Media media, String at) {
        return switch (media) {
            case Media.Inline inline -> Parts.inline(WORDS.getOrDefault(inline.mime(), inline.mime()), inline.base64());
            case Media.Plain plain ->
                Parts.inline("text/plain", Base64.getEncoder().encodeToString(Json.utf8(plain.text())));
            case Media.Remote remote -> file(remote.mime(), remote.url(), at);
            case Media.Stored stored -> file("", stored.id(), at);
        };
    }

    private static ObjectNode file(String mime, String uri, String at) {
        if (!FETCHED.matcher(uri).matches()) {
            boolean web = uri.startsWith("http:") || uri.startsWith("https:");
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_CONTENT,
                    (web
                                    ? "The target of this model cannot fetch a URL"
                                    : "The target of this model does not have the file")
                            + " (\"" + at + "\"); send the bytes.",
                    at);
        }
        return Parts.file(mime, uri);
    }
}
