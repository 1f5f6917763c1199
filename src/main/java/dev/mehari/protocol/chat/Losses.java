package dev.mehari.protocol.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The losses of one translation, each once, in the order in which they were noted. One thread. */
public final class Losses {
    private final List<Loss> noted = new ArrayList<>();

    /** @param at empty for what no caller said, and nobody misses */
    public void add(String at, Loss.Action action) {
        if (at.isEmpty()) {
            return;
        }
        Loss loss = new Loss(at, action);
        if (!noted.contains(loss)) {
            noted.add(loss);
        }
    }

    public void dropped(String at) {
        add(at, Loss.Action.DROPPED);
    }

    public List<Loss> all() {
        return Collections.unmodifiableList(noted);
    }
}
