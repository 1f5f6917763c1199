package dev.mehari.call;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a call, the last one last, and what that one used. Whoever is given it as a list cannot change it. Thread of
 * the call.
 */
public final class Attempts extends AbstractList<Attempt> {
    private final List<Attempt> made = new ArrayList<>(2);
    private final int inherited;

    Attempts() {
        inherited = 0;
    }

    /** Those of a fork, which knows what was tried before. */
    Attempts(List<Attempt> before) {
        made.addAll(before);
        inherited = before.size();
    }

    @Override
    public Attempt get(int index) {
        return made.get(index);
    }

    @Override
    public int size() {
        return made.size();
    }

    /** One begins. */
    public void begin(Attempt attempt) {
        made.add(attempt);
    }

    /** The last, null before the first. */
    public @Nullable Attempt last() {
        return made.isEmpty() ? null : made.getLast();
    }

    /** Those of a fork without those that it knows of from before. */
    public List<Attempt> own() {
        return List.copyOf(made.subList(inherited, made.size()));
    }

    /** Adds one that a fork made: before the last, when that is the one that answered or whose failure decided. */
    void addBeside(Attempt attempt, boolean lastDecided) {
        if (attempt.error() == ErrorKind.OUTRUN) {
            attempt.next(Attempt.Next.OUTRUN);
        }
        made.add(lastDecided && !made.isEmpty() ? made.size() - 1 : made.size(), attempt);
    }

    /** What the last one used, as far as it is known; nothing when it failed before any of its answer came. */
    public Usage usage() {
        Usage reported = reported();
        return reported == null ? Usage.NONE : reported;
    }

    /** Whether it is known what the last one used: its upstream reported it, or it was counted here. */
    public boolean usageKnown() {
        return reported() != null;
    }

    private @Nullable Usage reported() {
        Attempt last = last();
        return last == null || !last.worked() ? null : last.usage();
    }

    /** What the upstream of the last one reported; its last report counts. */
    public void used(Usage reported) {
        Attempt current = last();
        if (current != null) {
            current.used(reported);
        }
    }
}
