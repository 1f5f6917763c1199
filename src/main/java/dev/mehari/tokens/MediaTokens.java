package dev.mehari.tokens;

import dev.mehari.protocol.chat.Media;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What media come to in a prompt: by their bytes, since nothing is decoded or fetched to be counted, and rounded up to what
 * the dearest of the vendors makes of it.
 */
final class MediaTokens {
    /** Anthropic's most for an image of its usual size, about (width x height) / 750; OpenAI's and Google's are below. */
    private static final int IMAGE = 1600;

    /** OpenAI's, whatever the size. */
    private static final int SMALL_IMAGE = 85;

    /** Anthropic's most for a page, of which text and picture count; a page is taken to have 100 KB. */
    private static final int PAGE = 3000;

    private static final int PAGE_BYTES = 100_000;

    /** Google's for a second of sound; 128 kbit/s where it is packed, and 16 bits at 16 kHz where not. */
    private static final int AUDIO_SECOND = 32;

    private static final int PACKED_SECOND_BYTES = 16_000;
    private static final int PLAIN_SECOND_BYTES = 32_000;

    /** Google's for a second of pictures and sound; 1 Mbit/s. */
    private static final int VIDEO_SECOND = 300;

    private static final int VIDEO_SECOND_BYTES = 125_000;

    /** What is not in the request is taken to be as long. */
    private static final int UNKNOWN_SECONDS = 60;

    private MediaTokens() {}

    /** @param detail as in OpenAI's protocols, null when not said */
    static long image(@Nullable String detail) {
        return "low".equals(detail) ? SMALL_IMAGE : IMAGE;
    }

    static long document(Media media) {
        return PAGE * begun(bytes(media, PAGE_BYTES), PAGE_BYTES);
    }

    static long audio(Media media) {
        boolean plain = media instanceof Media.Inline inline && inline.mime().contains("wav");
        int second = plain ? PLAIN_SECOND_BYTES : PACKED_SECOND_BYTES;
        return AUDIO_SECOND * begun(bytes(media, (long) UNKNOWN_SECONDS * second), second);
    }

    static long video(Media media) {
        return VIDEO_SECOND * begun(bytes(media, (long) UNKNOWN_SECONDS * VIDEO_SECOND_BYTES), VIDEO_SECOND_BYTES);
    }

    /** The text of a file that is one, null for all others. */
    static @Nullable String text(Media media) {
        if (!(media instanceof Media.Inline(String mime, String base64))
                || !(mime.startsWith("text/") || mime.endsWith("json") || mime.endsWith("xml"))) {
            return null;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Whoever has to read it will say so.
            return base64;
        }
    }

    private static long bytes(Media media, long unknown) {
        return switch (media) {
            case Media.Inline inline -> inline.base64().length() * 3L / 4;
            case Media.Plain plain -> plain.text().length();
            case Media.Remote remote -> unknown;
            case Media.Stored stored -> unknown;
        };
    }

    private static long begun(long bytes, int each) {
        return Math.max(1, (bytes + each - 1) / each);
    }
}
