package dev.mehari.protocol.openaicommon;

import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Hash;
import java.util.Optional;

/** The caller's own user, in a length that the upstream takes. */
public final class UserName {
    /** OpenAI's own limit; just as long as a hash. */
    private static final int MOST = 64;

    private static final int HASH_BYTES = MOST / 2;
    private static final int LEAST_ID = 6;
    private static final int MOST_ID = 128;

    private UserName() {}

    /** Empty when it is too short; what is too long becomes a hash, which is the same each time. */
    public static Optional<String> fit(String name, Aim aim) {
        boolean id = aim.has(Quirk.USER_ID);
        if (name.isEmpty() || (id && name.length() < LEAST_ID)) {
            return Optional.empty();
        }
        return Optional.of(name.length() <= (id ? MOST_ID : MOST) ? name : Hash.of(name, HASH_BYTES));
    }
}
