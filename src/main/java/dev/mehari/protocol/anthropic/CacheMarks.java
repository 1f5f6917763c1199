package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The caller's marks for the prompt cache, as Anthropic takes them: at most four, counted over tools, system and messages
 * in this order, those of an hour before those of five minutes. Of too many the last are kept, since each stands for all
 * that is before it. None is ever added.
 */
final class CacheMarks {
    private static final int MOST = 4;

    private final IdentityHashMap<ObjectNode, Cache> marks = new IdentityHashMap<>();

    /** Remembers the mark of a block, null for none; it is written by {@link #apply}. */
    ObjectNode on(ObjectNode block, @Nullable Cache cache) {
        if (cache != null) {
            marks.put(block, cache);
        }
        return block;
    }

    void apply(ObjectNode body, Losses losses) {
        if (marks.isEmpty()) {
            return;
        }
        List<ObjectNode> marked = new ArrayList<>();
        for (String part : List.of("tools", "system", "messages")) {
            body.path(part).forEach(element -> find(element, marked));
        }
        int first = Math.max(0, marked.size() - MOST);
        boolean hour = true;
        for (int i = 0; i < marked.size(); i++) {
            Cache cache = marks.get(marked.get(i));
            if (cache == null) {
                continue;
            }
            if (i < first) {
                losses.dropped(cache.at());
                continue;
            }
            if (cache.lasting() && !hour) {
                losses.add(cache.at(), Loss.Action.CLAMPED);
            }
            hour &= cache.lasting();
            ObjectNode mark = Tree.object().put("type", "ephemeral");
            marked.get(i).set("cache_control", hour ? mark.put("ttl", "1h") : mark);
        }
    }

    private void find(JsonNode element, List<ObjectNode> marked) {
        element.path("content").forEach(block -> find(block, marked));
        if (element instanceof ObjectNode object && marks.containsKey(object)) {
            marked.add(object);
        }
    }
}
