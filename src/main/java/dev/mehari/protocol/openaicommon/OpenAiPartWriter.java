package dev.mehari.protocol.openaicommon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what users, operators and tools say: texts, images, sounds and files. The form of each is the protocol's own. */
public abstract class OpenAiPartWriter {
    protected static final String ELSEWHERE = "a file that was uploaded to another provider";

    private final Protocol own;
    private final Aim aim;
    private final Losses losses;

    protected OpenAiPartWriter(Protocol own, Aim aim, Losses losses) {
        this.own = own;
        this.aim = aim;
        this.losses = losses;
    }

    /** Empty texts are left out. */
    public final ArrayNode list(List<Content> parts) {
        ArrayNode list = Tree.array();
        for (Content part : parts) {
            if (!(part instanceof Content.Text text && text.text().isEmpty())) {
                list.add(part(part));
            }
        }
        return list;
    }

    private JsonNode part(Content part) {
        return switch (part) {
            case Content.Text text -> marked(text(text.text()), text.cache());
            case Content.Refused refused -> text(refused.text());
            case Content.Image image -> marked(image(image, url(image.media(), image.at())), image.cache());
            case Content.Audio audio -> audio(audio);
            case Content.Video video -> video(video);
            case Content.Document document -> marked(document(document), document.cache());
            case Content.Foreign foreign -> foreign(foreign);
            case Content.Thinking thinking -> throw stray(thinking);
            case Content.ToolCall call -> throw stray(call);
            case Content.ToolResult result -> throw stray(result);
        };
    }

    private ObjectNode marked(ObjectNode part, @Nullable Cache cache) {
        mark(part, cache);
        return part;
    }

    private ObjectNode document(Content.Document document) {
        if (document.media() instanceof Media.Plain plain) {
            losses.add(document.at(), Loss.Action.APPROXIMATED);
            return text(plain.text());
        }
        if (aim.has(Quirk.NO_FILES)) {
            throw unsupported("files", document.at());
        }
        return file(document);
    }

    private JsonNode foreign(Content.Foreign foreign) {
        if (foreign.origin() == own) {
            return foreign.raw();
        }
        throw unsupported("content of the type \"" + foreign.type() + "\"", foreign.at());
    }

    private static Refusal stray(Content part) {
        return Refusal.of(
                ErrorKind.INVALID_REQUEST, "\"" + part.at() + "\" cannot stand in a turn of this role", part.at());
    }

    /** Puts a mark for the prompt cache on a part, where the upstream takes one. */
    protected abstract void mark(ObjectNode part, @Nullable Cache cache);

    protected abstract ObjectNode text(String text);

    protected abstract ObjectNode image(Content.Image image, String url);

    protected abstract ObjectNode audio(Content.Audio audio);

    protected abstract ObjectNode video(Content.Video video);

    /** @param document not a plain text */
    protected abstract ObjectNode file(Content.Document document);

    /** An address on the web, or one that holds the bytes. */
    protected final String url(Media media, String at) {
        return switch (media) {
            case Media.Inline inline -> inline.dataUri();
            case Media.Remote remote -> remote.url();
            case Media.Stored stored -> throw unsupported(ELSEWHERE, at);
            case Media.Plain plain -> throw unsupported("text in the place of an image", at);
        };
    }

    /** OpenAI wants a name with every file that it is sent. */
    protected static String name(Content.Document document) {
        String name = document.name();
        return name == null || name.isEmpty() ? "document.pdf" : name;
    }

    protected final Refusal unsupported(String what, String at) {
        return Refusal.of(
                ErrorKind.UNSUPPORTED_CONTENT,
                "the model \"" + aim.model() + "\" cannot be sent " + what + ": \"" + at + "\"",
                at);
    }
}
