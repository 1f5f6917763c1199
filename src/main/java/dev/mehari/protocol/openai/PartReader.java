package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Reads what a message holds: one text, or a list of parts. */
final class PartReader extends OpenAiPartReader {
    private final Losses losses;

    PartReader(Losses losses) {
        super(Protocol.OPENAI_CHAT, losses);
        this.losses = losses;
    }

    @Override
    protected @Nullable Cache ofText(Fields message) {
        return CacheMarks.read(message);
    }

    @Override
    protected @Nullable Cache cache(Fields part) {
        return CacheMarks.read(part);
    }

    @Override
    protected @Nullable Content part(String type, Fields part, @Nullable Cache cache) {
        return switch (type) {
            case "text", "input_text", "output_text" -> new Content.Text(part.needText("text"), cache, part.path());
            case "refusal" -> new Content.Refused(part.needText("refusal"), part.path());
            case "image_url" -> image(part, cache);
            case "input_audio" -> MediaReader.audio(part, losses);
            case "file" -> file(part, cache);
            case "video_url" ->
                new Content.Video(MediaReader.address(url(part, "video_url"), part.path()), part.path());
            default -> null;
        };
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
        return new Content.Image(MediaReader.address(url(part, "image_url"), part.path()), detail, cache, part.path());
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

    private Content.Document file(Fields part, @Nullable Cache cache) {
        Fields file = Fields.of(part.need("file"), part.at("file"));
        String name = file.text("filename");
        String data = file.text("file_data");
        String id = data == null ? file.text("file_id") : null;
        file.loseRest(losses);
        if (data != null) {
            // Some vendors take an address on the web there.
            Media media = data.startsWith("http")
                    ? new Media.Remote("", data)
                    : MediaReader.file(data, name, file.at("file_data"));
            return new Content.Document(media, name, cache, part.path());
        }
        if (id == null) {
            throw Fields.wrong(file.path(), "an object with \"file_data\" or \"file_id\"");
        }
        return new Content.Document(new Media.Stored(id), name, cache, part.path());
    }
}
