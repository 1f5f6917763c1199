package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Losses;
import org.jspecify.annotations.Nullable;

/** Marks for the prompt cache, which OpenAI fills by itself where nobody sets any. */
final class CacheMark {
    static final String NAME = "prompt_cache_breakpoint";

    private CacheMark() {}

    /** Puts a mark on a part, where the upstream takes one. */
    static void write(@Nullable Cache cache, ObjectNode part, Aim aim, Losses losses) {
        if (cache == null) {
            return;
        }
        if (taken(cache, aim)) {
            ObjectNode mark = part.putObject(NAME).put("mode", "explicit");
            if (cache.lasting()) {
                mark.put("ttl", "12h");
            }
        } else {
            losses.dropped(cache.at());
        }
    }

    /** Whether a mark will be written, for which a text has to be a part. */
    static boolean taken(@Nullable Cache cache, Aim aim) {
        return cache != null && aim.has(Quirk.CACHE_BREAKPOINTS);
    }
}
