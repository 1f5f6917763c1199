package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Reads where the bytes of images and documents are. */
final class MediaReader {
    private final Losses losses;

    MediaReader(Losses losses) {
        this.losses = losses;
    }

    Media image(Fields block) {
        Fields source = source(block);
        Media media = switch (source.needText("type")) {
            case "base64" -> inline(source);
            case "url" -> new Media.Remote("", source.needText("url"));
            case "file" -> new Media.Stored(source.needText("file_id"));
            default -> throw Fields.wrong(source.at("type"), "\"base64\", \"url\" or \"file\"");
        };
        source.loseRest(losses);
        return media;
    }

    /** Null for a source of blocks that are not all text. */
    @Nullable
    Media document(Fields block) {
        Fields source = source(block);
        Media media = switch (source.needText("type")) {
            case "base64" -> inline(source);
            case "text" -> plain(source);
            case "url" -> new Media.Remote("application/pdf", source.needText("url"));
            case "file" -> new Media.Stored(source.needText("file_id"));
            case "content" -> texts(source);
            default -> throw Fields.wrong(source.at("type"), "\"base64\", \"text\", \"content\", \"url\" or \"file\"");
        };
        if (media != null) {
            source.loseRest(losses);
        }
        return media;
    }

    private static Fields source(Fields block) {
        return Fields.of(block.need("source"), block.at("source"));
    }

    private static Media inline(Fields source) {
        return new Media.Inline(source.needText("media_type").toLowerCase(Locale.ROOT), source.needText("data"));
    }

    private static Media plain(Fields source) {
        source.ignore("media_type");
        return new Media.Plain(source.needText("data"));
    }

    private static @Nullable Media texts(Fields source) {
        JsonNode content = source.need("content");
        if (content.isTextual()) {
            return new Media.Plain(content.textValue());
        }
        StringJoiner all = new StringJoiner("\n");
        for (Fields block : source.objects("content")) {
            if (!"text".equals(block.text("type"))) {
                return null;
            }
            all.add(block.needText("text"));
        }
        return new Media.Plain(all.toString());
    }
}
