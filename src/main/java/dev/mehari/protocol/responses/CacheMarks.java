package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.openaicommon.CacheBreakpoint;
import org.jspecify.annotations.Nullable;

/** Marks for the prompt cache. */
final class CacheMarks {
    private CacheMarks() {}

    /** The mark on a part; null for none. */
    static @Nullable Cache read(Fields part, Losses losses) {
        Fields mark = part.object(CacheBreakpoint.NAME);
        if (mark == null) {
            return null;
        }
        mark.ignore("mode");
        boolean lasting = CacheBreakpoint.lasting(mark);
        mark.loseRest(losses);
        return new Cache(lasting, mark.path());
    }

    /** Puts a mark on a part, where the upstream takes one. */
    static void write(@Nullable Cache cache, ObjectNode part, Aim aim, Losses losses) {
        if (cache != null && taken(cache, aim)) {
            CacheBreakpoint.write(cache, part);
        } else if (cache != null) {
            losses.dropped(cache.at());
        }
    }

    /** Whether a mark will be written, for which a text has to be a part. */
    static boolean taken(@Nullable Cache cache, Aim aim) {
        return cache != null && aim.has(Quirk.CACHE_BREAKPOINTS);
    }
}
