package dev.mehari.protocol.openaicommon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a message holds, or what a tool said: one text, or a list of parts. The types of parts are each protocol's. */
public abstract class OpenAiPartReader {
    private final Protocol own;
    private final Losses losses;

    protected OpenAiPartReader(Protocol own, Losses losses) {
        this.own = own;
        this.losses = losses;
    }

    /** The parts of a member of a message or an item; none when it is absent. */
    public final List<Content> parts(Fields owner, String name) {
        JsonNode content = owner.get(name);
        if (content == null) {
            return List.of();
        }
        if (content.isTextual()) {
            return List.of(new Content.Text(content.textValue(), ofText(owner), owner.at(name)));
        }
        if (!content.isArray()) {
            throw Fields.wrong(owner.at(name), "a string or an array");
        }
        List<Content> parts = new ArrayList<>();
        for (Fields part : owner.objects(name)) {
            parts.add(part(part));
        }
        return parts;
    }

    private Content part(Fields part) {
        String type = part.needText("type");
        Content read = part(type, part, cache(part));
        if (read == null) {
            return new Content.Foreign(own, type, part.raw(), part.path());
        }
        part.loseRest(losses);
        return read;
    }

    /** The mark of one text that is all there is; null for none. */
    protected @Nullable Cache ofText(Fields owner) {
        return null;
    }

    /** The mark of a part; null for none. */
    protected abstract @Nullable Cache cache(Fields part);

    /** @return null for a type that is not known */
    protected abstract @Nullable Content part(String type, Fields part, @Nullable Cache cache);
}
