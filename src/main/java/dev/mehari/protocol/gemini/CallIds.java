package dev.mehari.protocol.gemini;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ids of calls of tools, which Gemini's clients may leave out. Calls without one are counted, {@code call_0, call_1 ...};
 * a result without one answers the first call of its name in the turn before it that has no result yet. One request.
 */
final class CallIds {
    private record Asked(String id, String name, boolean counted) {}

    private final Set<String> taken = new HashSet<>();
    private final List<Asked> open = new ArrayList<>();
    private int count;

    /** Another turn with calls begins: what stands open before it stays so. */
    void nextTurn() {
        open.clear();
    }

    /** The id of a call, as it is when it has one. */
    String called(@Nullable String id, String name) {
        boolean counted = id == null || id.isEmpty();
        String given = id;
        while (given == null || given.isEmpty() || (counted && taken.contains(given))) {
            given = "call_" + count++;
        }
        taken.add(given);
        open.add(new Asked(given, name, counted));
        return given;
    }

    /**
     * The id of the call that a result answers.
     *
     * @throws Refusal {@code INVALID_REQUEST} when it has no id and no call fits
     */
    String answered(@Nullable String id, @Nullable String name, String at) {
        boolean named = id != null && !id.isEmpty();
        Asked asked = named ? take(a -> a.id().equals(id)) : null;
        if (asked == null) {
            asked = take(a -> (!named || a.counted()) && a.name().equals(name));
        }
        if (asked != null) {
            return asked.id();
        }
        if (id == null || id.isEmpty()) {
            throw Refusal.of(
                    ErrorKind.INVALID_REQUEST,
                    "\"" + at + "\" is the result of a function call that is not in the turn before it",
                    at);
        }
        return id;
    }

    private @Nullable Asked take(Predicate<Asked> fits) {
        for (int i = 0; i < open.size(); i++) {
            if (fits.test(open.get(i))) {
                return open.remove(i);
            }
        }
        return null;
    }
}
