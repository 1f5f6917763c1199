package dev.mehari.upstream;

import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import org.jspecify.annotations.Nullable;

/** An attempt that failed before anything was committed. */
public final class UpstreamFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final boolean last;
    private final boolean fault;
    private final transient @Nullable Reply said;

    /**
     * @param refusal why, for the row and, when nothing better is known, for the caller
     * @param last whether no other target can help: the caller's own mistake
     * @param fault whether it speaks against the health of the upstream
     * @param said the upstream's own words in the caller's protocol, fit to be shown; null when ours are better
     */
    public UpstreamFailure(Refusal refusal, boolean last, boolean fault, @Nullable Reply said) {
        super(refusal.text(), null, false, false);
        this.refusal = refusal;
        this.last = last;
        this.fault = fault;
        this.said = said;
    }

    /** A fault of the upstream that another target may make good. */
    public static UpstreamFailure fault(Refusal refusal) {
        return new UpstreamFailure(refusal, false, true, null);
    }

    public Refusal refusal() {
        return refusal;
    }

    public boolean last() {
        return last;
    }

    public boolean fault() {
        return fault;
    }

    public @Nullable Reply said() {
        return said;
    }
}
