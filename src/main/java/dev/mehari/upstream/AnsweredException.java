package dev.mehari.upstream;

/** Ends the route of a call that has its answer although no target was asked. It has no stack trace: it is no fault. */
public final class AnsweredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AnsweredException() {
        super("the call has its answer", null, false, false);
    }
}
