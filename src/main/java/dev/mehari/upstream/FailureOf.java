package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an exception that ended an attempt means. */
final class FailureOf {
    private static final Logger LOG = LoggerFactory.getLogger(FailureOf.class);

    private FailureOf() {}

    static UpstreamFailure exception(Throwable thrown, Call call) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof UpstreamFailure failure) {
                return failure;
            }
            if (t instanceof CallNotPermittedException open) {
                return UpstreamFailure.other(new Refusal(
                        ErrorKind.UPSTREAM_UNAVAILABLE,
                        "upstream \"" + open.getCausingCircuitBreakerName()
                                + "\" is failing and is left alone for a while"));
            }
            if (t instanceof Refusal refusal) {
                return UpstreamFailure.other(refusal);
            }
        }
        if (thrown instanceof IOException || thrown.getCause() instanceof IOException) {
            // Whatever the HTTP client could not make sense of: a coding that is none, a broken head.
            Target target = call.getTarget();
            return UpstreamFailure.fault(new Refusal(
                    ErrorKind.UPSTREAM_INVALID_REPLY,
                    "upstream \"" + (target == null ? "" : target.upstream())
                            + "\" answered with what cannot be read"));
        }
        LOG.error("attempt of call {} failed unexpectedly", call.getId(), thrown);
        return UpstreamFailure.other(new Refusal(ErrorKind.INTERNAL_ERROR, "internal error, call " + call.getId()));
    }

    /**
     * That the connection was lost, or never stood.
     *
     * @param upstream as its caller reads it
     * @param stood whether the request may have gone over it
     */
    static UpstreamFailure connection(String upstream, boolean stood, @Nullable IOException cause) {
        return UpstreamFailure.fault(new Refusal(
                ErrorKind.UPSTREAM_UNREACHABLE,
                upstream + (stood ? " closed the connection" : " could not be reached") + why(cause)));
    }

    /** For the caller, who knows nothing of our classes. */
    private static String why(@Nullable IOException cause) {
        return switch (cause) {
            case UnknownHostException e -> ": its host name is not known";
            case SSLException e -> ": TLS failed";
            case null, default -> "";
        };
    }
}
