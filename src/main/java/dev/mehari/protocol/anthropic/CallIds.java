package dev.mehari.protocol.anthropic;

import dev.mehari.protocol.chat.Hash;

/** Ids of tool calls as Anthropic takes them: letters, digits, {@code _} and {@code -}. */
final class CallIds {
    private static final int HASH_BYTES = 16;

    private CallIds() {}

    /** The id itself where it fits; else one that is made of it, the same for the call and for its result. */
    static String fit(String id) {
        if (!id.isEmpty() && id.chars().allMatch(CallIds::allowed)) {
            return id;
        }
        return "call_" + Hash.of(id, HASH_BYTES);
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
