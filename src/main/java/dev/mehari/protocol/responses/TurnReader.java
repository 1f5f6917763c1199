package dev.mehari.protocol.responses;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.History;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads items. What the model said in a row (thinking, messages, calls of tools) is one turn. */
final class TurnReader {
    private final ToolReader tools;
    private final Losses losses;
    private final PartReader parts;
    private final CallReader calls;
    private @Nullable Fields reasoning;

    /** @param tools gets those that items add */
    TurnReader(Names names, ToolReader tools, Losses losses) {
        this.tools = tools;
        this.losses = losses;
        this.parts = new PartReader(losses);
        this.calls = new CallReader(names, parts);
    }

    /** What items have last said about reasoning, null for nothing. */
    @Nullable
    Fields reasoning() {
        return reasoning;
    }

    List<Turn> turns(List<Fields> items) {
        List<Turn> turns = new ArrayList<>();
        ToolAnswers answers = new ToolAnswers(losses);
        for (Fields item : items) {
            item.ignore("id", "status");
            if (!control(item, turns.isEmpty())) {
                Turn turn = turn(item);
                if (!answers.goOn(turn, turns.size())) {
                    turns.add(turn);
                }
            }
        }
        answers.gather(turns);
        return History.merged(turns, EnumSet.of(Role.ASSISTANT));
    }

    /** Whether the item says nothing itself, but what holds from there on: tools, or the effort of thinking. */
    private boolean control(Fields item, boolean first) {
        switch (item.raw().path("type").asText()) {
            case "additional_tools" -> {
                item.ignore("type", "role");
                tools.read(item);
                if (!first) {
                    losses.add(item.path(), Loss.Action.MOVED);
                }
            }
            case "configuration_update" -> {
                item.ignore("type");
                if (reasoning != null) {
                    reasoning.ignore("effort");
                    reasoning.loseRest(losses);
                }
                reasoning = item.object("reasoning");
            }
            // Of a search by OpenAI's servers, which nobody calls.
            case "tool_search_output" -> {
                tools.read(item);
                if (item.get("call_id") != null) {
                    return false;
                }
                losses.add(item.path(), Loss.Action.EMULATED);
                return true;
            }
            default -> {
                return false;
            }
        }
        item.loseRest(losses);
        return true;
    }

    private Turn turn(Fields item) {
        String type = item.text("type");
        Turn turn = switch (type == null ? "message" : type) {
            case "message" -> message(item);
            case "agent_message" -> other(item);
            case "function_call" -> turn(Role.ASSISTANT, calls.call(item, "arguments", false));
            case "custom_tool_call" -> turn(Role.ASSISTANT, calls.call(item, "input", true));
            case "function_call_output", "custom_tool_call_output" -> turn(Role.USER, calls.result(item));
            case "reasoning" -> turn(Role.ASSISTANT, thinking(item));
            case "item_reference", "compaction" ->
                throw Refusal.of(
                        ErrorKind.UNSUPPORTED_CONTENT,
                        "\"" + item.path() + "\" can only be read by the server that made it",
                        item.path());
            default -> typed(item, String.valueOf(type));
        };
        if (turn.parts().isEmpty() || !(turn.parts().getFirst() instanceof Content.Foreign)) {
            item.loseRest(losses);
        }
        return turn;
    }

    /** What a tool of the vendor's said is an answer of the caller's when it is the caller who ran it. */
    private Turn typed(Fields item, String type) {
        ClientTool called = ClientTool.called(type);
        if (called != null && item.get("call_id") != null) {
            return turn(Role.ASSISTANT, calls.call(item, called));
        }
        ClientTool answered = ClientTool.answered(type);
        if (answered != null) {
            return turn(Role.USER, calls.result(item, answered));
        }
        return turn(
                type.endsWith("_output") ? Role.USER : Role.ASSISTANT,
                new Content.Foreign(Protocol.OPENAI_RESPONSES, type, item.raw(), item.path()));
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

    /** One model says something to another, which elsewhere only users do. */
    private Turn other(Fields item) {
        losses.add(item.path(), Loss.Action.EMULATED);
        String author = item.text("author");
        item.ignore("recipient");
        List<Content> said = new ArrayList<>();
        said.add(new Content.Text("Message from " + author + ":", null, item.path()));
        for (Content part : parts.parts(item, "content")) {
            if (part instanceof Content.Foreign sealed) {
                losses.dropped(sealed.at());
            } else {
                said.add(part);
            }
        }
        return new Turn(Role.USER, said, item.path());
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
