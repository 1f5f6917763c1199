package dev.mehari.protocol.anthropic;

import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code system} and {@code messages}. One request. */
final class TurnReader {
    private final Fields request;
    private final Losses losses;
    private final PartReader parts;
    private @Nullable Fields changed;

    TurnReader(Fields request, Losses losses) {
        this.request = request;
        this.losses = losses;
        this.parts = new PartReader(losses);
    }

    /** {@code output_config} of the last message that has one, null for none; known when the turns are read. */
    @Nullable
    Fields changed() {
        return changed;
    }

    List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        if (request.get("system") != null) {
            turns.add(new Turn(Role.SYSTEM, parts.content(request, "system"), "system"));
        }
        request.need("messages");
        for (Fields message : request.objects("messages")) {
            Role role = switch (message.needText("role")) {
                case "user" -> Role.USER;
                case "assistant" -> Role.ASSISTANT;
                case "system" -> Role.SYSTEM;
                default -> throw Fields.wrong(message.at("role"), "\"user\", \"assistant\" or \"system\"");
            };
            message.need("content");
            change(message.object("output_config"));
            turns.add(new Turn(role, parts.content(message, "content"), message.path()));
            message.loseRest(losses);
        }
        Cache automatic = parts.cache(request);
        return automatic == null ? turns : marked(turns, automatic);
    }

    /** What holds from a message on takes the place of what held before. */
    private void change(@Nullable Fields config) {
        if (config != null && changed != null) {
            changed.ignore("effort");
            changed.loseRest(losses);
        }
        changed = config == null ? changed : config;
    }

    /** A mark on the whole request means the last block that can be marked. */
    private List<Turn> marked(List<Turn> turns, Cache cache) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            Turn turn = turns.get(i);
            for (int j = turn.parts().size() - 1; j >= 0; j--) {
                var marked = Marked.with(turn.parts().get(j), cache);
                if (marked != null) {
                    List<Content> all = new ArrayList<>(turn.parts());
                    all.set(j, marked);
                    turns.set(i, turn.with(all));
                    return turns;
                }
            }
        }
        losses.dropped(cache.at());
        return turns;
    }
}
