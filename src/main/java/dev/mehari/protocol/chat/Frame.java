package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ThinkingShown;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What an answer has to say about itself to the caller.
 *
 * @param ids gives a new id at each call: letters and digits, no prefix
 * @param requestId ours, for errors that name it
 * @param created when the call arrived, in seconds since 1970
 * @param model what the caller is told where the upstream names no model
 * @param request what the caller sent, or what of it its protocol {@link ChatCodec#repeated repeats}
 * @param usageAsked whether a stream may hold usage, where the protocol leaves that to the caller
 * @param eventStream false when the protocol streams a JSON array
 * @param input counts the tokens of the request, for protocols that name them before the upstream does; asked at most once,
 *     and only where they do
 * @param thinking how thinking is shown, where the protocol leaves that open
 * @param own whether the answer comes in the caller's own protocol, from a server that may keep it under the id that it gave
 */
public record Frame(
        Supplier<String> ids,
        String requestId,
        long created,
        String model,
        JsonNode request,
        boolean usageAsked,
        boolean eventStream,
        LongSupplier input,
        ThinkingShown thinking,
        boolean own) {
    /** Of a request that is counted, in another protocol, for a caller who is shown thinking where there is a place for it. */
    public Frame(
            Supplier<String> ids,
            String requestId,
            long created,
            String model,
            JsonNode request,
            boolean usageAsked,
            boolean eventStream,
            long input) {
        this(ids, requestId, created, model, request, usageAsked, eventStream, () -> input, ThinkingShown.FIELD, false);
    }

    /** The same with another request, as a part of it that is kept while the answer comes. */
    public Frame of(JsonNode other) {
        return new Frame(ids, requestId, created, model, other, usageAsked, eventStream, input, thinking, own);
    }

    public Frame showing(ThinkingShown shown) {
        return new Frame(ids, requestId, created, model, request, usageAsked, eventStream, input, shown, own);
    }
}
