package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import org.jspecify.annotations.Nullable;

/** An attempt that failed. */
public final class UpstreamFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final boolean fault;
    private final transient @Nullable Reply said;
    private final @Nullable Refusal words;
    private final boolean explained;

    /**
     * @param refusal why, for the row and, when nothing better is known, for the caller
     * @param fault whether it speaks against the health of the upstream
     * @param said the upstream's own words in the caller's protocol, fit to be shown; null when ours are better
     */
    public UpstreamFailure(Refusal refusal, boolean fault, @Nullable Reply said) {
        this(refusal, fault, said, null);
    }

    UpstreamFailure(Refusal refusal, boolean fault, @Nullable Reply said, @Nullable Refusal words) {
        this(refusal, fault, said, words, false);
    }

    private UpstreamFailure(
            Refusal refusal, boolean fault, @Nullable Reply said, @Nullable Refusal words, boolean explained) {
        super(refusal.text(), null, false, false);
        this.refusal = refusal;
        this.fault = fault;
        this.said = said;
        this.words = words;
        this.explained = explained;
    }

    /** A fault of the upstream. */
    public static UpstreamFailure fault(Refusal refusal) {
        return new UpstreamFailure(refusal, true, null);
    }

    /** A failure that says nothing about the upstream's health. */
    public static UpstreamFailure other(Refusal refusal) {
        return new UpstreamFailure(refusal, false, null);
    }

    /** None of the upstream's: the call is only explained, and nothing was sent. */
    public static UpstreamFailure unsent() {
        Refusal nothing = new Refusal(ErrorKind.INTERNAL_ERROR, "nothing was sent: the call is only explained");
        return new UpstreamFailure(nothing, false, null, null, true);
    }

    /** Whether nothing was sent, because the call is only explained. */
    boolean explained() {
        return explained;
    }

    /** The same, or one that says nothing about the upstream's health where nothing of the call may count for others. */
    public UpstreamFailure in(Call call) {
        return fault && call.isShadow() ? other(refusal) : this;
    }

    public Refusal refusal() {
        return refusal;
    }

    public boolean fault() {
        return fault;
    }

    /** The upstream's words, fit to be shown, where they cannot pass as they came; null when ours are better. */
    @Nullable
    Refusal words() {
        return words;
    }

    public @Nullable Reply said() {
        return said;
    }
}
