package dev.mehari.call;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a call finds that is only explained, besides what is decided about it. Thread of the call. */
public final class Preview {
    private final @Nullable Function<@Nullable String, Caller> callers;
    private final Map<Target, Outlook> outlooks = new LinkedHashMap<>();
    private final Map<Object, Integer> turns = new HashMap<>();

    /** @param callers says, for a credential or none, whose call it is; null when its caller is asked as usual */
    Preview(@Nullable Function<@Nullable String, Caller> callers) {
        this.callers = callers;
    }

    @Nullable
    Caller caller(@Nullable String presented) {
        return callers == null ? null : callers.apply(presented);
    }

    /** Notes what the call finds at a target, in place of what it found there before. */
    public void foresee(Outlook found) {
        outlooks.put(found.target(), found);
    }

    /** What the call found at its targets. */
    public List<Outlook> outlooks() {
        return List.copyOf(outlooks.values());
    }

    /**
     * The call would take a turn now.
     *
     * @param whose of which the turns are
     * @return how many of these it would have taken before
     */
    public int showTurn(Object whose) {
        return turns.merge(whose, 1, Integer::sum) - 1;
    }

    /** How many turns the call would have taken by now. */
    public int turnsShown(Object whose) {
        return turns.getOrDefault(whose, 0);
    }
}
