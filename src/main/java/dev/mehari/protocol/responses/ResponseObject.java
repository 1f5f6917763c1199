package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response itself, which repeats what was asked, with the API's own defaults. All members are always there:
 * strict clients need them.
 */
final class ResponseObject {
    static final String ENCRYPTED = "reasoning.encrypted_content";

    private final Frame frame;
    private final JsonNode request;
    private String id;

    ResponseObject(Frame frame) {
        this.frame = frame;
        this.request = frame.request();
        this.id = "resp_" + frame.ids().get();
    }

    /** All of a request but what was said; of that, the tools that were declared in it, see {@link Names}. */
    static ObjectNode asked(JsonNode request) {
        ObjectNode out = Tree.object();
        request.properties().forEach(member -> out.set(member.getKey(), member.getValue()));
        ArrayNode declared = out.putArray("input");
        for (JsonNode item : request.path("input")) {
            if (item.has("tools")) {
                declared.add(Tree.object("tools", item.path("tools")));
            }
        }
        return out;
    }

    /** A server that keeps the response knows it by its own id only, and so does who goes on with it. */
    void begins(@Nullable String upstreamId) {
        id = frame.own() && upstreamId != null ? upstreamId : id;
    }

    /** Whether the caller wants thinking sealed, so that he can send it back. */
    static boolean sealed(JsonNode request) {
        for (JsonNode word : request.path("include")) {
            if (word.asText().equals(ENCRYPTED)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param incomplete why it is incomplete, null when it is not
     * @param model null when the upstream named none
     * @param usage null when there is none yet
     */
    ObjectNode write(
            String status,
            @Nullable String incomplete,
            @Nullable String model,
            ArrayNode output,
            @Nullable ObjectNode usage) {
        ObjectNode out = Tree.object()
                .put("id", id)
                .put("object", "response")
                .put("created_at", frame.created())
                .put("status", status);
        asked(out, "background", frame.own(), "false");
        // No clock runs in here; it is the second in which the call arrived.
        out.put("completed_at", status.equals("completed") ? (Long) frame.created() : null);
        out.putNull("error");
        if (incomplete == null) {
            out.putNull("incomplete_details");
        } else {
            out.putObject("incomplete_details").put("reason", incomplete);
        }
        asked(out, "instructions", null);
        asked(out, "max_output_tokens", null);
        asked(out, "max_tool_calls", null);
        out.put("model", model == null ? frame.model() : model);
        out.set("output", output);
        asked(out, "parallel_tool_calls", "true");
        asked(out, "previous_response_id", frame.own(), null);
        asked(out, "prompt_cache_key", null);
        out.set("reasoning", reasoning());
        asked(out, "safety_identifier", null);
        String tier = request.path("service_tier").asText("auto");
        out.put("service_tier", tier.equals("auto") ? "default" : tier);
        // Elsewhere nothing is kept, whatever the default of the API is.
        asked(out, "store", frame.own(), frame.own() ? "true" : "false");
        asked(out, "temperature", "1.0");
        out.set("text", text());
        asked(out, "tool_choice", "\"auto\"");
        asked(out, "tools", "[]");
        asked(out, "top_logprobs", "0");
        asked(out, "top_p", "1.0");
        out.put("presence_penalty", 0.0).put("frequency_penalty", 0.0);
        asked(out, "truncation", "\"disabled\"");
        out.set("usage", usage);
        asked(out, "user", null);
        asked(out, "metadata", "{}");
        return out;
    }

    private void asked(ObjectNode out, String name, @Nullable String otherwise) {
        asked(out, name, true, otherwise);
    }

    /** @param heard whether what the caller asked for is what is done */
    private void asked(ObjectNode out, String name, boolean heard, @Nullable String otherwise) {
        JsonNode value = request.path(name);
        boolean said = heard && !value.isMissingNode() && !value.isNull();
        out.set(name, said ? value : otherwise == null ? null : Tree.parse(otherwise));
    }

    private @Nullable ObjectNode reasoning() {
        if (!(request.get("reasoning") instanceof ObjectNode reasoning)) {
            return null;
        }
        ObjectNode out = Tree.object();
        out.set("effort", reasoning.get("effort"));
        out.set("summary", reasoning.get("summary"));
        out.setAll(reasoning);
        return out;
    }

    private ObjectNode text() {
        ObjectNode out = Tree.object();
        out.putObject("format").put("type", "text");
        if (request.get("text") instanceof ObjectNode text) {
            out.setAll(text);
        }
        return out;
    }
}
