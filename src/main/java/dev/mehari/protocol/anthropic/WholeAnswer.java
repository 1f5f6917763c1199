package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Writes a whole message, and the one without content with which a stream begins. */
final class WholeAnswer {
    private final Frame frame;
    private final Losses losses;

    WholeAnswer(Frame frame, Losses losses) {
        this.frame = frame;
        this.losses = losses;
    }

    /**
     * A message of which nothing is known but that it begins. Its input is our own count: a client that shows it, or that
     * decides by it whether to shorten the conversation, must not see none.
     */
    ObjectNode start(@Nullable String model) {
        Usage estimate = new Usage(Math.max(1, frame.input().getAsLong()), 0, 0, 0, 0, 0);
        ObjectNode usage = UsageWriter.write(estimate);
        usage.remove("output_tokens_details");
        ObjectNode message = message(model, Tree.array());
        message.putNull("stop_reason").putNull("stop_sequence");
        return message.set("usage", usage);
    }

    byte[] whole(Answer answer) {
        ArrayNode content = Tree.array();
        boolean tools = false;
        StringBuilder refused = new StringBuilder();
        for (Answer.Part part : answer.parts(answer.first())) {
            tools |= part.block() instanceof Block.ToolCall;
            if (part.block() instanceof Block.Refused) {
                refused.append(part.text());
            }
            add(part, content);
        }
        ObjectNode message = message(answer.model(), content);
        for (ChatEvent.Stopped stopped : answer.stops()) {
            if (stopped.choice() == answer.first()) {
                StopWords.write(message, stopped, tools, refused.isEmpty() ? null : refused.toString());
            } else {
                losses.dropped("answer.choices[" + stopped.choice() + "]");
            }
        }
        message.set("usage", UsageWriter.write(answer.usage()));
        return Tree.bytes(message);
    }

    private ObjectNode message(@Nullable String model, ArrayNode content) {
        ObjectNode message = Tree.object()
                .put("id", "msg_" + frame.ids().get())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model == null ? frame.model() : model);
        return message.set("content", content);
    }

    private void add(Answer.Part part, ArrayNode content) {
        Carrier carrier = part.carrier();
        switch (part.block()) {
            case Block.Text text -> text(part.text(), carrier, content);
            case Block.Refused refusal -> text(part.text(), carrier, content);
            case Block.Thinking thinking -> thinking(part.text(), carrier, content);
            case Block.ToolCall call -> {
                sign(call.carrier(), content);
                content.add(Parts.tool(call, input(part.text())));
            }
            case Block.Image image -> content.add(Parts.text(Parts.image(image.media(), losses)));
            case Block.Foreign foreign -> {
                if (foreign.origin() == Protocol.ANTHROPIC_MESSAGES) {
                    content.add(foreign.raw());
                } else {
                    losses.dropped(foreign.at());
                }
            }
        }
    }

    private static void text(String text, @Nullable Carrier carrier, ArrayNode content) {
        sign(carrier, content);
        if (!text.isEmpty()) {
            content.add(Parts.text(text));
        }
    }

    private static void thinking(String text, @Nullable Carrier carrier, ArrayNode content) {
        JsonNode redacted = carrier == null || !text.isEmpty() ? null : Signatures.redacted(carrier);
        if (redacted != null) {
            content.add(redacted);
        } else if (carrier != null || !text.isEmpty()) {
            content.add(Parts.thinking(text, carrier == null ? "" : Signatures.of(carrier)));
        }
    }

    /** A signature of what comes next: of the thinking right before it, or else of an empty one. */
    private static void sign(@Nullable Carrier carrier, ArrayNode content) {
        if (carrier == null) {
            return;
        }
        JsonNode last = content.isEmpty() ? null : content.get(content.size() - 1);
        boolean unsigned = last != null
                && last.path("type").asText().equals("thinking")
                && last.path("signature").asText().isEmpty();
        if (unsigned && last instanceof ObjectNode thinking) {
            thinking.put("signature", Signatures.of(carrier));
        } else {
            content.add(Parts.thinking("", Signatures.of(carrier)));
        }
    }

    /** Arguments that are no object, as of an answer that was cut off, cannot be said here. */
    private static JsonNode input(String arguments) {
        JsonNode input = Tree.parse(arguments);
        return input != null && input.isObject() ? input : Tree.object();
    }
}
