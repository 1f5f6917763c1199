package dev.mehari.protocol.responses;

import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.openaicommon.MediaReader;
import dev.mehari.protocol.openaicommon.OpenAiPartReader;
import org.jspecify.annotations.Nullable;

/** Reads what a message holds, or what a tool said: one text, or a list of parts. */
final class PartReader extends OpenAiPartReader {
    private final Losses losses;

    PartReader(Losses losses) {
        super(Protocol.OPENAI_RESPONSES, losses);
        this.losses = losses;
    }

    @Override
    protected @Nullable Cache cache(Fields part) {
        return CacheMarks.read(part, losses);
    }

    @Override
    protected @Nullable Content part(String type, Fields part, @Nullable Cache cache) {
        return switch (type) {
            case "input_text", "output_text", "text" -> text(part, cache);
            case "refusal" -> new Content.Refused(part.needText("refusal"), part.path());
            case "input_image" -> image(part, cache);
            case "input_file" -> file(part, cache);
            case "input_audio" -> MediaReader.audio(part, losses);
            default -> null;
        };
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
        // Of several places one is taken; another is not read, and so named.
        String id = url == null ? part.text("file_id") : null;
        if (url == null && id == null) {
            throw Fields.wrong(part.path(), "an object with \"image_url\" or \"file_id\"");
        }
        return new Content.Image(
                url == null ? new Media.Stored(String.valueOf(id)) : MediaReader.address(url, part.at("image_url")),
                detail == null ? null : new Given<>(detail, part.at("detail")),
                cache,
                part.path());
    }

    private static Content.Document file(Fields part, @Nullable Cache cache) {
        String name = part.text("filename");
        String data = part.text("file_data");
        String url = data == null ? part.text("file_url") : null;
        String id = data == null && url == null ? part.text("file_id") : null;
        Media media;
        if (data != null) {
            media = MediaReader.file(data, name, part.at("file_data"));
        } else if (url != null) {
            media = new Media.Remote("", url);
        } else if (id != null) {
            media = new Media.Stored(id);
        } else {
            throw Fields.wrong(part.path(), "an object with \"file_data\", \"file_url\" or \"file_id\"");
        }
        return new Content.Document(media, name, cache, part.path());
    }
}
