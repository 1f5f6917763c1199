package dev.mehari.protocol.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The losses of one translation, each once, in the order in which they were noted. One thread. */
public final class Losses {
    private final Set<Loss> noted = new LinkedHashSet<>();

    /** @param at empty for what no caller said, and nobody misses */
    public void add(String at, Loss.Action action) {
        if (!at.isEmpty()) {
            noted.add(new Loss(at, action));
        }
    }

    public void dropped(String at) {
        add(at, Loss.Action.DROPPED);
    }

    /** Those up to now. */
    public List<Loss> all() {
        return List.copyOf(noted);
    }
}
