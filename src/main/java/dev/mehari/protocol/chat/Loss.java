package dev.mehari.protocol.chat;

import java.util.Locale;

/**
 * What could not be said in the other protocol as the caller said it.
 *
 * @param at path in the caller's request, or in the upstream's answer; {@code answer.} and what it is, where the caller's
 *     protocol has no words for it
 */
public record Loss(String at, Action action) {
    public enum Action {
        /** Left out. */
        DROPPED,
        /** Brought into the range of the other side. */
        CLAMPED,
        /** Said elsewhere. */
        MOVED,
        /** Said by what comes next to it. */
        APPROXIMATED,
        /** Made of other means. */
        EMULATED
    }

    /** As in the header {@code x-mehari-loss}: {@code top_k:dropped}. */
    @Override
    public String toString() {
        return at + ":" + action.name().toLowerCase(Locale.ROOT);
    }
}
