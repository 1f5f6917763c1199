package dev.mehari.protocol.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The losses of one translation, each once, in the order in which they were noted; behind a thousand of them only that
 * there are more. One thread.
 */
public final class Losses {
    /** A caller may make up as many names as a body has room for. */
    private static final int MOST = 1_000;

    /** Characters of a path: what stands in a body must not pass for a path of any length into headers and logs. */
    private static final int LONGEST = 256;

    private static final Loss MORE = new Loss("...", Loss.Action.DROPPED);

    private final Set<Loss> noted = new LinkedHashSet<>();

    /** @param at empty for what no caller said, and nobody misses */
    public void add(String at, Loss.Action action) {
        if (at.isEmpty()) {
            return;
        }
        Loss loss = new Loss(fit(at), action);
        noted.add(noted.size() < MOST || noted.contains(loss) ? loss : MORE);
    }

    public void dropped(String at) {
        add(at, Loss.Action.DROPPED);
    }

    /** Those up to now. */
    public List<Loss> all() {
        return List.copyOf(noted);
    }

    private static String fit(String at) {
        return at.length() <= LONGEST ? at : at.substring(0, LONGEST) + "...";
    }
}
