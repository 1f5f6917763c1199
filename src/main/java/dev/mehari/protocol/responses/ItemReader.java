package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads items. What the model said in a row (thinking, messages, calls of tools) is one turn. */
final class ItemReader {
    private final Losses losses;
    private final PartReader parts;

    ItemReader(Losses losses) {
        this.losses = losses;
        this.parts = new PartReader(losses);
    }

    List<Turn> turns(List<Fields> items) {
        List<Turn> turns = new ArrayList<>();
        for (Fields item : items) {
            Turn turn = turn(item);
            Turn last = turns.isEmpty() ? null : turns.getLast();
            if (last != null && last.role() == Role.ASSISTANT && turn.role() == Role.ASSISTANT) {
                List<Content> both = new ArrayList<>(last.parts());
                both.addAll(turn.parts());
                turns.set(turns.size() - 1, last.with(both));
            } else {
                turns.add(turn);
            }
        }
        return turns;
    }

    private Turn turn(Fields item) {
        String type = item.text("type");
        item.ignore("id", "status");
        Turn turn = switch (type == null ? "message" : type) {
            case "message" -> message(item);
            case "function_call" -> turn(Role.ASSISTANT, call(item, "arguments", false));
            case "custom_tool_call" -> turn(Role.ASSISTANT, call(item, "input", true));
            case "function_call_output", "custom_tool_call_output" -> turn(Role.USER, result(item));
            case "reasoning" -> turn(Role.ASSISTANT, thinking(item));
            case "item_reference", "compaction" ->
                throw Refusal.of(
                        ErrorKind.UNSUPPORTED_CONTENT,
                        "\"" + item.path() + "\" can only be read by the server that made it",
                        item.path());
            default -> null;
        };
        if (turn == null) {
            // What a tool of the vendor's said is an answer of the caller's when it is the caller who ran it.
            String known = String.valueOf(type);
            return turn(
                    known.endsWith("_output") ? Role.USER : Role.ASSISTANT,
                    new Content.Foreign(Protocol.OPENAI_RESPONSES, known, item.raw(), item.path()));
        }
        item.loseRest(losses);
        return turn;
    }

    private static Turn turn(Role role, Content part) {
        return new Turn(role, List.of(part), part.at());
    }

    private Turn message(Fields item) {
        Role role = switch (item.needText("role")) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> throw Fields.wrong(item.at("role"), "one of \"system\", \"developer\", \"user\", \"assistant\"");
        };
        item.need("content");
        return new Turn(role, parts.parts(item, "content"), item.path());
    }

    private static Content.ToolCall call(Fields item, String given, boolean custom) {
        JsonNode arguments = item.get(given);
        String text = "";
        if (arguments != null) {
            text = arguments.isTextual() ? arguments.textValue() : Tree.text(arguments);
        }
        return new Content.ToolCall(callId(item), item.needText("name"), text, custom, null, null, item.path());
    }

    private Content.ToolResult result(Fields item) {
        item.ignore("name");
        item.need("output");
        return new Content.ToolResult(callId(item), parts.parts(item, "output"), false, null, item.path());
    }

    private static String callId(Fields item) {
        String id = item.needText("call_id");
        if (id.isEmpty()) {
            throw Fields.wrong(item.at("call_id"), "a string that is not empty");
        }
        return id;
    }

    private static Content.Thinking thinking(Fields item) {
        String text = ReasoningText.of(item.get("summary"));
        String raw = ReasoningText.of(item.get("content"));
        return new Content.Thinking(text.isEmpty() ? raw : text, carrier(item), item.path());
    }

    /** Of another vendor's when it is in an envelope of ours; else OpenAI's own, which goes back as it came. */
    private static @Nullable Carrier carrier(Fields item) {
        String sealed = item.text("encrypted_content");
        if (sealed == null || sealed.isEmpty()) {
            return null;
        }
        Carrier opened = Envelope.open(sealed);
        return opened == null ? new Carrier(Protocol.OPENAI_RESPONSES, item.raw()) : opened;
    }
}
