package dev.mehari.live;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import dev.mehari.upstream.AnsweredException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Step of {@code errors.camel.yaml}: a failure becomes the caller's own error. */
public final class CallErrors {
    private static final Logger LOG = LoggerFactory.getLogger(CallErrors.class);

    private final Codecs codecs;

    public CallErrors(Codecs codecs) {
        this.codecs = codecs;
    }

    /** Step: answers the call with the exception that was caught. */
    public void answer(Exchange exchange) {
        Call call = exchange.getMessage().getBody() instanceof Call body
                ? body
                : exchange.getProperty(HttpHop.CALL, Call.class);
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (call == null || thrown == null) {
            throw new IllegalStateException("no call to answer");
        }
        if (!(thrown instanceof AnsweredException)) {
            answer(call, thrown);
        }
        exchange.getMessage().setBody(call);
    }

    /** Answers a call with the error of whatever was thrown; only a {@link Refusal} shows its text. */
    public void answer(Call call, Throwable thrown) {
        Refusal refusal = null;
        for (Throwable t = thrown; t != null && refusal == null; t = t.getCause()) {
            if (t instanceof Refusal known) {
                refusal = known;
            }
        }
        if (refusal == null) {
            LOG.error("call {} failed", call.getId(), thrown);
            refusal = new Refusal(ErrorKind.INTERNAL_ERROR, "internal error, call " + call.getId());
        }
        call.failed(refusal);
        Codec codec = codecs.of(call.getProtocol());
        call.answer(Reply.of(
                codec.status(refusal), "application/json", codec.error(refusal, call.getId(), call.attempts())));
        // The request stays until the call ends: what of it an upstream has worked on may have to be counted.
        call.times().committed();
    }
}
