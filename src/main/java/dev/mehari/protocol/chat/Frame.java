package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ThinkingShown;
import java.util.function.Supplier;

/**
 * What an answer has to say about itself to the caller.
 *
 * @param ids gives a new id at each call: letters and digits, no prefix
 * @param requestId ours, for errors that name it
 * @param created when the call arrived, in seconds since 1970
 * @param model what the caller is told where the upstream names no model
 * @param request what the caller sent, for protocols that repeat it in the answer
 * @param usageAsked whether a stream may hold usage, where the protocol leaves that to the caller
 * @param eventStream false when the protocol streams a JSON array
 * @param estimatedInput tokens of the request by our own count, for protocols that name them before the upstream does
 * @param thinking how thinking is shown, where the protocol leaves that open
 */
public record Frame(
        Supplier<String> ids,
        String requestId,
        long created,
        String model,
        JsonNode request,
        boolean usageAsked,
        boolean eventStream,
        long estimatedInput,
        ThinkingShown thinking) {
    /** As it is where nobody asks for thinking to be shown in another way. */
    public Frame(
            Supplier<String> ids,
            String requestId,
            long created,
            String model,
            JsonNode request,
            boolean usageAsked,
            boolean eventStream,
            long estimatedInput) {
        this(ids, requestId, created, model, request, usageAsked, eventStream, estimatedInput, ThinkingShown.FIELD);
    }

    public Frame showing(ThinkingShown shown) {
        return new Frame(ids, requestId, created, model, request, usageAsked, eventStream, estimatedInput, shown);
    }
}
