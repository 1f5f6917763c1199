package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A response as it stands on the wire: all its members, most of them what the request said. */
final class ResponsesObject {
    private static final int CREATED = 1_793_000_000;

    /** Why a response may end before it is complete. */
    private static final Set<String> INCOMPLETE =
            Set.of("max_output_tokens", "content_filter", "max_messages", "steered");

    private static final Set<String> STATUSES = Set.of("failed", "cancelled", "queued", "in_progress");

    private final Asked asked;

    ResponsesObject(Asked asked) {
        this.asked = asked;
    }

    ObjectNode begun() {
        return response("in_progress", List.of());
    }

    /**
     * A response at its end.
     *
     * @param finish a status, the reason of an incomplete one, or null for a complete one
     */
    ObjectNode ended(@Nullable String finish, List<ObjectNode> items) {
        if (finish == null || !(INCOMPLETE.contains(finish) || STATUSES.contains(finish))) {
            ObjectNode response = response("completed", items);
            response.put("completed_at", CREATED + 1);
            return response;
        }
        boolean incomplete = INCOMPLETE.contains(finish);
        ObjectNode response = response(incomplete ? "incomplete" : finish, items);
        if (incomplete) {
            response.set("incomplete_details", Json.object("reason", finish));
        } else if (finish.equals("failed")) {
            response.set("error", Json.object("code", "server_error", "message", "The model failed."));
        }
        return response;
    }

    private ObjectNode response(String status, List<ObjectNode> items) {
        JsonNode body = asked.body();
        return Json.object(
                "id",
                "resp_fake" + asked.number(),
                "object",
                "response",
                "created_at",
                CREATED,
                "status",
                status,
                "background",
                body.path("background").asBoolean(),
                "completed_at",
                null,
                "error",
                null,
                "incomplete_details",
                null,
                "instructions",
                body.get("instructions"),
                "max_output_tokens",
                body.get("max_output_tokens"),
                "max_tool_calls",
                body.get("max_tool_calls"),
                "model",
                asked.model(),
                "output",
                Json.array(items),
                "parallel_tool_calls",
                body.path("parallel_tool_calls").asBoolean(true),
                "presence_penalty",
                0,
                "frequency_penalty",
                0,
                "previous_response_id",
                body.get("previous_response_id"),
                "prompt_cache_key",
                body.get("prompt_cache_key"),
                "reasoning",
                Json.object(
                        "effort", body.path("reasoning").get("effort"),
                        "summary", body.path("reasoning").get("summary")),
                "safety_identifier",
                body.get("safety_identifier"),
                "service_tier",
                "default",
                "store",
                body.path("store").asBoolean(true),
                "temperature",
                1.0,
                "text",
                body.has("text")
                        ? body.get("text")
                        : Json.object("format", Json.object("type", "text"), "verbosity", "medium"),
                "tool_choice",
                body.has("tool_choice") ? body.get("tool_choice") : "auto",
                "tools",
                body.has("tools") ? body.get("tools") : Json.array(),
                "top_logprobs",
                0,
                "top_p",
                1.0,
                "truncation",
                "disabled",
                "usage",
                null,
                "user",
                body.get("user"),
                "metadata",
                body.has("metadata") ? body.get("metadata") : Json.object());
    }
}
