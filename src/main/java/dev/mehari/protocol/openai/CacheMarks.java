package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.openaicommon.CacheBreakpoint;
import org.jspecify.annotations.Nullable;

/** Marks for the prompt cache: OpenAI's, and Anthropic's as some clients and vendors have them on OpenAI's parts. */
final class CacheMarks {
    private static final String BORROWED = "cache_control";

    private CacheMarks() {}

    /** The mark on a part, a message or a tool; null for none. */
    static @Nullable Cache read(Fields part) {
        Fields own = part.object(CacheBreakpoint.NAME);
        if (own != null) {
            return new Cache(CacheBreakpoint.lasting(own), part.at(CacheBreakpoint.NAME));
        }
        Fields borrowed = part.object(BORROWED);
        return borrowed == null ? null : new Cache("1h".equals(borrowed.text("ttl")), part.at(BORROWED));
    }

    /** Puts a mark on a part, where the upstream takes one. */
    static void write(@Nullable Cache cache, ObjectNode part, Aim aim, Losses losses) {
        if (cache == null) {
            return;
        }
        if (aim.has(Quirk.CACHE_CONTROL)) {
            ObjectNode mark = part.putObject(BORROWED).put("type", "ephemeral");
            if (cache.lasting()) {
                mark.put("ttl", "1h");
            }
        } else if (aim.has(Quirk.CACHE_BREAKPOINTS)) {
            CacheBreakpoint.write(cache, part);
        } else {
            losses.dropped(cache.at());
        }
    }

    /** Whether a mark will be written, for which a text has to be a part. */
    static boolean taken(@Nullable Cache cache, Aim aim) {
        return cache != null && (aim.has(Quirk.CACHE_CONTROL) || aim.has(Quirk.CACHE_BREAKPOINTS));
    }
}
