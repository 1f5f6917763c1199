package dev.mehari.call;

import org.jspecify.annotations.Nullable;

/** Is told what becomes of one attempt, so that others know how its target and its credential are doing. Any thread. */
public interface AttemptWatch {
    /** Of an attempt that says nothing about anything. */
    AttemptWatch NONE = new AttemptWatch() {
        @Override
        public void committed() {}

        @Override
        public void over(@Nullable Refusal why, boolean fault) {}

        @Override
        public void ended() {}

        @Override
        public void settled(@Nullable Usage used, @Nullable Long costNanoUsd) {}
    };

    /** Its first event, or its whole reply, is here. The first word counts. */
    void committed();

    /**
     * It is over, and how is known. The first word counts.
     *
     * @param why null when it went well
     * @param fault whether that speaks against the health of its upstream
     */
    void over(@Nullable Refusal why, boolean fault);

    /** Nothing of it goes on any more; said after {@link #over}, or where nobody could say how it went. The first word counts. */
    void ended();

    /**
     * Its call is settled.
     *
     * @param used null when nobody knows
     * @param costNanoUsd billionths of a US dollar, null when nobody knows
     */
    void settled(@Nullable Usage used, @Nullable Long costNanoUsd);
}
