package dev.mehari.protocol.responses;

import dev.mehari.protocol.chat.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Ids of items of ours, which no server keeps: they bear a mark, so that nobody is asked for what it never made. */
final class Minted {
    private static final String MARK = "gwi1";

    private Minted() {}

    /** Ids with the mark; a prefix for the kind of the item is still to come before them. */
    static Supplier<String> marked(Supplier<String> ids) {
        return () -> MARK + ids.get();
    }

    /** Whether an item of ours has this id. */
    static boolean is(String id) {
        return id.startsWith(MARK, id.indexOf('_') + 1);
    }

    /** Whether a body may name an item of ours, or hold an envelope of ours; when not, it does not. */
    static boolean mayBeIn(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1).contains(MARK) || Envelope.textIn(body);
    }
}
