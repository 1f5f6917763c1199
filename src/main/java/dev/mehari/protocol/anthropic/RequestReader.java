package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a messages request. Fields of both API versions are taken, and of count_tokens, which has fewer. */
final class RequestReader {
    private static final Set<String> SERVICE_TIERS = Set.of("auto", "standard_only");

    private final Fields request;
    private final Losses losses;
    private final BlockReader blocks;

    RequestReader(JsonNode body, Losses losses) {
        this.request = Fields.of(body, "");
        this.losses = losses;
        this.blocks = new BlockReader(losses);
    }

    ChatRequest read(boolean stream) {
        refuseState();
        request.ignore("model");
        ToolReader toolReader = new ToolReader(request, losses);
        ToolChanges changes = new ToolChanges(toolReader.tools(), toolReader, losses);
        List<Turn> turns = changes.takenFrom(turns());
        List<Tool> tools = changes.tools();
        ToolChoice choice = toolReader.choice();
        OutputReader output = new OutputReader(request, losses);
        ChatRequest read = new ChatRequest(
                turns,
                tools,
                choice,
                toolReader.parallel(),
                output.format(),
                output.reasoning(),
                stops(),
                options(),
                request.isTrue("stream") || stream);
        output.loseRest();
        request.loseRest(losses);
        return read;
    }

    /** What only Anthropic's servers can do: the request without it would be another one. */
    private void refuseState() {
        if (request.get(ErrorShape.THREAD) != null) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "\"thread\" is not possible here: send the whole conversation without it",
                    ErrorShape.THREAD);
        }
        if (!request.list("mcp_servers").isEmpty()) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_TOOL,
                    "\"mcp_servers\" are called by Anthropic's servers only",
                    "mcp_servers");
        }
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        if (request.get("system") != null) {
            turns.add(new Turn(Role.SYSTEM, blocks.content(request, "system"), "system"));
        }
        request.need("messages");
        for (Fields message : request.objects("messages")) {
            Role role = switch (message.needText("role")) {
                case "user" -> Role.USER;
                case "assistant" -> Role.ASSISTANT;
                case "system" -> Role.SYSTEM;
                default -> throw Fields.wrong(message.at("role"), "\"user\", \"assistant\" or \"system\"");
            };
            message.need("content");
            turns.add(new Turn(role, blocks.content(message, "content"), message.path()));
            message.loseRest(losses);
        }
        Cache automatic = blocks.cache(request);
        return automatic == null ? turns : marked(turns, automatic);
    }

    /** A mark on the whole request means the last block that can be marked. */
    private List<Turn> marked(List<Turn> turns, Cache cache) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            Turn turn = turns.get(i);
            for (int j = turn.parts().size() - 1; j >= 0; j--) {
                var marked = Marked.with(turn.parts().get(j), cache);
                if (marked != null) {
                    var parts = new ArrayList<>(turn.parts());
                    parts.set(j, marked);
                    turns.set(i, turn.with(parts));
                    return turns;
                }
            }
        }
        losses.dropped(cache.at());
        return turns;
    }

    private List<Given<String>> stops() {
        List<Given<String>> stops = new ArrayList<>();
        for (JsonNode stop : request.list("stop_sequences")) {
            String at = "stop_sequences[" + stops.size() + "]";
            if (!stop.isTextual()) {
                throw Fields.wrong(at, "a string");
            }
            stops.add(new Given<>(stop.textValue(), at));
        }
        return stops;
    }

    private Options options() {
        Options options = new Options();
        Given<Integer> cap = request.integer("max_tokens");
        if (cap != null) {
            options.put(Option.MAX_TOKENS, request.get("max_tokens"), cap.at());
        }
        options.put(Option.TEMPERATURE, request.number("temperature"), "temperature");
        options.put(Option.TOP_P, request.number("top_p"), "top_p");
        options.put(Option.TOP_K, request.number("top_k"), "top_k");
        Fields metadata = request.object("metadata");
        if (metadata != null) {
            String user = metadata.text("user_id");
            options.put(Option.USER, user == null ? null : TextNode.valueOf(user), metadata.at("user_id"));
            metadata.loseRest(losses);
        }
        String tier = request.text("service_tier");
        if (tier != null) {
            if (!SERVICE_TIERS.contains(tier)) {
                throw Fields.wrong("service_tier", "\"auto\" or \"standard_only\"");
            }
            options.put(
                    Option.SERVICE_TIER, TextNode.valueOf(tier.equals("auto") ? "auto" : "default"), "service_tier");
        }
        return options;
    }
}
