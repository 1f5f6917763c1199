package dev.mehari.protocol.openaicommon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Fields;

/** OpenAI's own mark for its prompt cache, which it fills by itself where nobody sets any. */
public final class CacheBreakpoint {
    public static final String NAME = "prompt_cache_breakpoint";

    private CacheBreakpoint() {}

    /** The shorter of the two times that it may have is half an hour already: one that names a time is a lasting one. */
    public static boolean lasting(Fields mark) {
        return mark.text("ttl") != null;
    }

    public static void write(Cache cache, ObjectNode part) {
        ObjectNode mark = part.putObject(NAME).put("mode", "explicit");
        if (cache.lasting()) {
            mark.put("ttl", "12h");
        }
    }
}
