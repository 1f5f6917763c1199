package dev.mehari.health;

import dev.mehari.call.ErrorKind;

/** Is told what changes, for metrics. Any thread; must not block. */
public interface Watch {
    /** Tells nobody. */
    Watch NONE = new Watch() {
        @Override
        public void changed(Change change) {}

        @Override
        public void failed(Subject credential, ErrorKind why) {}

        @Override
        public void cost(Subject credential, long nanoUsd) {}
    };

    void changed(Change change);

    /** An attempt with this credential failed. */
    void failed(Subject credential, ErrorKind why);

    /** An attempt with this credential cost so many billionths of a US dollar. */
    void cost(Subject credential, long nanoUsd);
}
