package dev.mehari.edge;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Where a request would go.
 *
 * @param generation that was asked, 0 when the request came to none
 * @param call null when it was refused before it was one; its attempts have a {@link Attempt#sketch} where something would have
 *     been sent
 * @param reply what the caller would get without any upstream being asked, an error or a count; null when one would be asked
 */
public record Explanation(
        int generation, @Nullable Call call, @Nullable Reply reply) {
    static Explanation of(int generation, Call call, Reply reply) {
        boolean asks = call.attempts().stream().anyMatch(attempt -> attempt.sketch() != null);
        return new Explanation(generation, call, asks ? null : reply);
    }
}
