package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.TokenList;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Writes one choice of an answer that is not streamed. */
final class WholeAnswer {
    private final Style style;
    private final ObjectNode message = Tree.object();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final ArrayNode blocks = Tree.array();
    private final ArrayNode images = Tree.array();
    private final ArrayNode calls = Tree.array();
    private final ArrayNode said = Tree.array();
    private final ArrayNode refused = Tree.array();
    private @Nullable ObjectNode function;
    private int left;

    private WholeAnswer(Style style) {
        this.style = style;
    }

    static ObjectNode choice(Answer answer, ChatEvent.Stopped stopped, Style style) {
        WholeAnswer whole = new WholeAnswer(style);
        answer.parts(stopped.choice()).forEach(whole::part);
        return whole.choice(stopped);
    }

    private void part(Answer.Part part) {
        switch (part.block()) {
            case Block.Text block -> {
                text.append(part.text());
                add(said, part.logprobs());
            }
            case Block.Thinking block -> think(part.text());
            case Block.Refused block -> {
                refusal.append(part.text());
                add(refused, part.logprobs());
            }
            case Block.ToolCall call -> call(call, part.text());
            case Block.Image image -> images.add(Parts.image(image));
            case Block.Foreign foreign -> {
                if (foreign.origin() == Protocol.OPENAI_CHAT) {
                    message.set(foreign.type(), foreign.raw());
                } else {
                    style.losses().dropped(foreign.at());
                }
            }
        }
        if (part.carrier() != null) {
            signed(part.block(), part.carrier(), part.text());
        }
    }

    private void add(ArrayNode all, @Nullable JsonNode logprobs) {
        ArrayNode known = TokenList.of(logprobs, style.losses());
        if (known != null) {
            all.addAll(known);
        }
    }

    private void think(String thoughts) {
        if (thoughts.isEmpty() || style.hidden()) {
            return;
        }
        if (style.tags()) {
            text.append(Parts.OPENED).append(thoughts).append(Parts.CLOSED);
        } else {
            thinking.append(thoughts);
        }
    }

    private void call(Block.ToolCall call, String arguments) {
        String given = arguments.isEmpty() && !call.custom() ? "{}" : arguments;
        if (!style.legacy()) {
            calls.add(Parts.call(call, given));
        } else if (function == null) {
            function = Parts.function(call, given);
        } else {
            style.losses().dropped(Parts.at(++left));
        }
    }

    private void signed(Block block, Carrier carrier, String thoughts) {
        if (carrier.origin() == Protocol.OPENAI_CHAT) {
            if (!style.hidden()) {
                message.withArray(Parts.DETAILS).addAll((ArrayNode) carrier.raw());
            }
        } else if (carrier.origin() == Protocol.GEMINI && !(block instanceof Block.Thinking)) {
            if (message.has("extra_content")) {
                style.losses().dropped("answer.signature");
            }
            message.set("extra_content", Parts.signature(carrier));
        } else if (!style.hidden()) {
            blocks.addAll(Parts.thinkingBlocks(carrier, block instanceof Block.Thinking ? thoughts : ""));
        }
    }

    private ObjectNode choice(ChatEvent.Stopped stopped) {
        ObjectNode out = Tree.object().put("index", stopped.choice());
        boolean called = function != null || !calls.isEmpty();
        if (refusal.isEmpty() && stopped.reason() == StopReason.FILTERED && stopped.explanation() != null) {
            refusal.append(stopped.explanation());
        }
        ObjectNode whole = out.putObject("message").put("role", "assistant");
        boolean silent = text.isEmpty() && (called || !refusal.isEmpty() || message.has("audio"));
        whole.put("content", silent ? null : text.toString());
        whole.put("refusal", refusal.isEmpty() ? null : refusal.toString());
        if (!thinking.isEmpty()) {
            whole.put("reasoning_content", thinking.toString());
        }
        put(whole, "thinking_blocks", blocks);
        put(whole, "images", images);
        whole.setAll(message);
        put(whole, "tool_calls", calls);
        if (function != null) {
            whole.set("function_call", function);
        }
        out.set("logprobs", logprobs());
        return out.put("finish_reason", style.finish(stopped.reason().with(called)));
    }

    private static void put(ObjectNode owner, String name, ArrayNode list) {
        if (!list.isEmpty()) {
            owner.set(name, list);
        }
    }

    private @Nullable ObjectNode logprobs() {
        if (said.isEmpty() && refused.isEmpty()) {
            return null;
        }
        ObjectNode out = Tree.object();
        out.set("content", said.isEmpty() ? null : said);
        out.set("refusal", refused.isEmpty() ? null : refused);
        return out;
    }
}
