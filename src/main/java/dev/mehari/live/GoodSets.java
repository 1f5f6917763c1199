package dev.mehari.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last sets of files that went live, in memory, the live one last. One change at a time. */
final class GoodSets {
    private static final int MOST = 10;

    /** @param generation the last that was made of it */
    record Good(int generation, FileSet files) {}

    private final List<Good> sets = new ArrayList<>();

    /** A set went live. The same set once more takes the place of itself, or nothing else could be gone back to. */
    void add(Good good) {
        if (!sets.isEmpty() && sets.getLast().files().hash().equals(good.files().hash())) {
            sets.removeLast();
        }
        sets.add(good);
        if (sets.size() > MOST) {
            sets.removeFirst();
        }
    }

    /** What a rollback goes back to; empty when the live one is the first. */
    Optional<Good> previous() {
        return sets.size() < 2 ? Optional.empty() : Optional.of(sets.get(sets.size() - 2));
    }

    /** The live one is given up: the next rollback goes back further. */
    void forgetLast() {
        sets.removeLast();
    }

    FileSet live() {
        return sets.getLast().files();
    }
}
