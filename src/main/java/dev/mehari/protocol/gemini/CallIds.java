package dev.mehari.protocol.gemini;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ids of calls of tools, which Gemini's clients may leave out. Calls without one are counted, {@code call_0, call_1 ...};
 * a result without one answers the first call of its name in the turn before it that has no result yet. One request.
 */
final class CallIds {
    /** Calls that wait for their result, those of the same key in their order. One may wait under several keys. */
    private static final class Waiting {
        private final Map<String, Deque<Asked>> byKey = new HashMap<>();

        void add(String key, Asked asked) {
            byKey.computeIfAbsent(key, k -> new ArrayDeque<>()).add(asked);
        }

        @Nullable
        Asked take(String key) {
            Deque<Asked> calls = byKey.get(key);
            Asked first = calls == null ? null : calls.poll();
            while (calls != null && first != null && first.answered) {
                first = calls.poll();
            }
            return first;
        }
    }

    private static final class Asked {
        final String id;
        boolean answered;

        Asked(String id) {
            this.id = id;
        }
    }

    private final Set<String> taken = new HashSet<>();
    private Waiting byId = new Waiting();
    private Waiting byName = new Waiting();
    private Waiting countedByName = new Waiting();
    private int count;

    /** Another turn with calls begins: what stands open before it stays so. */
    void nextTurn() {
        byId = new Waiting();
        byName = new Waiting();
        countedByName = new Waiting();
    }

    /** The id of a call, as it is when it has one. */
    String called(@Nullable String id, String name) {
        boolean counted = id == null || id.isEmpty();
        String given = id;
        while (given == null || given.isEmpty() || (counted && taken.contains(given))) {
            given = "call_" + count++;
        }
        taken.add(given);
        Asked asked = new Asked(given);
        byId.add(given, asked);
        byName.add(name, asked);
        if (counted) {
            countedByName.add(name, asked);
        }
        return given;
    }

    /**
     * The id of the call that a result answers.
     *
     * @throws Refusal {@code INVALID_REQUEST} when it has no id and no call fits
     */
    String answered(@Nullable String id, @Nullable String name, String at) {
        boolean named = id != null && !id.isEmpty();
        Asked asked = id == null || id.isEmpty() ? null : byId.take(id);
        if (asked == null && name != null) {
            asked = (named ? countedByName : byName).take(name);
        }
        if (asked != null) {
            asked.answered = true;
            return asked.id;
        }
        if (id == null || id.isEmpty()) {
            throw Refusal.of(
                    ErrorKind.INVALID_REQUEST,
                    "\"" + at + "\" is the result of a function call that is not in the turn before it",
                    at);
        }
        return id;
    }
}
