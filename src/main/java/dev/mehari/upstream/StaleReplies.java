package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Reply;
import java.util.Optional;

/**
 * Answers to earlier calls, asked for one when every target of a call has failed. The gateway itself keeps none; a host
 * application may, by a bean of this type. Any thread.
 */
@FunctionalInterface
public interface StaleReplies {
    /** Keeps none. */
    StaleReplies NONE = call -> Optional.empty();

    /**
     * An earlier answer to the same question of the same caller, in the caller's protocol, and a stream where the call asks
     * for one; empty when there is none. It is marked as stale by whoever asked.
     */
    Optional<Reply> of(Call call);
}
