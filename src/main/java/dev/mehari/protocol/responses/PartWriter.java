package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.OpenAiPartWriter;
import org.jspecify.annotations.Nullable;

/** Writes what a message holds, or what a tool said: texts, images and files. */
final class PartWriter extends OpenAiPartWriter {
    private final Aim aim;
    private final Losses losses;

    PartWriter(Aim aim, Losses losses) {
        super(Protocol.OPENAI_RESPONSES, aim, losses);
        this.aim = aim;
        this.losses = losses;
    }

    @Override
    protected void mark(ObjectNode part, @Nullable Cache cache) {
        CacheMarks.write(cache, part, aim, losses);
    }

    @Override
    protected ObjectNode text(String text) {
        return Tree.object().put("type", "input_text").put("text", text);
    }

    @Override
    protected ObjectNode image(Content.Image image, String url) {
        return Tree.object()
                .put("type", "input_image")
                .put("image_url", url)
                .put("detail", image.detail() == null ? "auto" : image.detail().value());
    }

    @Override
    protected ObjectNode audio(Content.Audio audio) {
        throw unsupported("sound", audio.at());
    }

    @Override
    protected ObjectNode video(Content.Video video) {
        throw unsupported("video", video.at());
    }

    @Override
    protected ObjectNode file(Content.Document document) {
        ObjectNode part = Tree.object().put("type", "input_file");
        return switch (document.media()) {
            case Media.Inline inline -> part.put("filename", name(document)).put("file_data", inline.dataUri());
            case Media.Remote remote -> {
                if (document.name() != null && !document.name().isEmpty()) {
                    part.put("filename", document.name());
                }
                yield part.put("file_url", remote.url());
            }
            case Media.Stored stored -> throw unsupported(ELSEWHERE, document.at());
            case Media.Plain plain -> throw new IllegalStateException("written before");
        };
    }
}
