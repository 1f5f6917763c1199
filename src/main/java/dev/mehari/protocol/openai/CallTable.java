package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the call that a piece belongs to: by its id, else by its index. Some upstreams give all calls of an answer the
 * same index, others none, and others repeat the id in each piece; a new id is always a new call.
 */
final class CallTable {
    private final List<CallDecoder> calls = new ArrayList<>();
    private final Map<Integer, CallDecoder> byIndex = new HashMap<>();

    List<CallDecoder> calls() {
        return calls;
    }

    /** @param make makes the call of that number */
    CallDecoder find(JsonNode piece, IntFunction<CallDecoder> make) {
        String id = piece.path("id").asText("");
        Integer index =
                piece.path("index").isIntegralNumber() ? piece.path("index").intValue() : null;
        CallDecoder call = known(id, index, named(piece));
        if (call == null) {
            call = make.apply(calls.size());
            calls.add(call);
        }
        if (index != null) {
            byIndex.put(index, call);
        }
        return call;
    }

    private static boolean named(JsonNode piece) {
        return !piece.at("/function/name").asText("").isEmpty()
                || !piece.at("/custom/name").asText("").isEmpty();
    }

    private @Nullable CallDecoder known(String id, @Nullable Integer index, boolean named) {
        CallDecoder there = index == null ? null : byIndex.get(index);
        if (!id.isEmpty()) {
            for (CallDecoder call : calls) {
                if (id.equals(call.id())) {
                    return call;
                }
            }
            // The id of a call whose name came before it.
            return there != null && there.id() == null ? there : null;
        }
        if (index != null) {
            return there;
        }
        // Without either, a name begins a call, and what has none goes on with the last.
        return named || calls.isEmpty() ? null : calls.getLast();
    }
}
