package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes images and documents. What Anthropic cannot look at is refused by name: a model that does not see it would guess. */
final class MediaWriter {
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final String PDF = "application/pdf";

    private MediaWriter() {}

    static ObjectNode image(Content.Image image) {
        ObjectNode source = switch (image.media()) {
            case Media.Inline(var mime, var data) -> {
                String known = mime.equals("image/jpg") ? "image/jpeg" : mime;
                if (!IMAGES.contains(known)) {
                    throw PartWriter.unsupported(image, "images are JPEG, PNG, GIF or WebP, not " + mime);
                }
                yield base64(known, data);
            }
            case Media.Remote(var mime, var url) -> url(url);
            case Media.Stored stored -> throw stored(image);
            case Media.Plain plain -> throw PartWriter.unsupported(image, "an image is not text");
        };
        return block("image", source);
    }

    static ObjectNode document(Content.Document document) {
        ObjectNode source = switch (document.media()) {
            case Media.Inline(var mime, var data) when mime.equals(PDF) -> base64(mime, data);
            case Media.Inline(var mime, var data)
            when mime.startsWith("text/") -> {
                String text = text(data);
                if (text == null) {
                    throw PartWriter.unsupported(document, "it is not text in UTF-8");
                }
                yield plain(text);
            }
            case Media.Inline(var mime, var data) ->
                throw PartWriter.unsupported(document, "documents are PDF or text, not " + mime);
            case Media.Remote(var mime, var url) -> {
                if (!mime.isEmpty() && !mime.equals(PDF)) {
                    throw PartWriter.unsupported(document, "only a PDF is fetched from the web, not " + mime);
                }
                yield url(url);
            }
            case Media.Plain(var text) -> plain(text);
            case Media.Stored stored -> throw stored(document);
        };
        ObjectNode block = block("document", source);
        String name = document.name();
        return name == null ? block : block.put("title", name);
    }

    private static ObjectNode block(String type, ObjectNode source) {
        return Tree.object().put("type", type).set("source", source);
    }

    private static ObjectNode base64(String mime, String data) {
        return Tree.object().put("type", "base64").put("media_type", mime).put("data", data);
    }

    private static ObjectNode url(String url) {
        return Tree.object().put("type", "url").put("url", url);
    }

    private static ObjectNode plain(String text) {
        return Tree.object().put("type", "text").put("media_type", "text/plain").put("data", text);
    }

    private static RuntimeException stored(Content part) {
        return PartWriter.unsupported(part, "it is a file that another provider keeps");
    }

    private static @Nullable String text(String base64) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }
}
