package dev.mehari.protocol.gemini;

import dev.mehari.protocol.chat.Hash;

/** An id for a call to which the upstream gave none; the same for the same seed. */
final class MintedId {
    private static final int BYTES = 12;

    private MintedId() {}

    static String of(String seed) {
        return "call_" + Hash.of(seed, BYTES);
    }
}
