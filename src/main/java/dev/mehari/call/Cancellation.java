package dev.mehari.call;

import org.jspecify.annotations.Nullable;

/** Whether anybody still waits for the answer of a call, and what is stopped when nobody does. Any thread. */
public final class Cancellation {
    private volatile boolean cancelled;
    private volatile boolean outrun;
    private volatile @Nullable Runnable onCancel;

    Cancellation() {}

    /** The caller has gone: stops what waits for the upstream. */
    public void cancel() {
        cancelled = true;
        Runnable stop = onCancel;
        if (stop != null) {
            stop.run();
        }
    }

    /** Another fork of the call has the answer: stops what waits for the upstream. */
    public void outrun() {
        outrun = true;
        cancel();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Why a call that was cancelled was. */
    public Refusal reason() {
        return outrun
                ? new Refusal(ErrorKind.OUTRUN, "another target answered first")
                : new Refusal(ErrorKind.CLIENT_CANCELLED, "the caller closed the connection");
    }

    /** What {@link #cancel} runs from now on; null for nothing. Runs at once when the caller has gone already. */
    public void stops(@Nullable Runnable stop) {
        onCancel = stop;
        if (stop != null && cancelled) {
            stop.run();
        }
    }
}
