package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Ability;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import dev.mehari.protocol.chat.Written;
import java.util.List;

/** Writes a messages request. */
final class RequestWriter {
    /** Longest name of a tool; it may hold letters, digits, {@code _} and {@code -}. */
    private static final int LONGEST_NAME = 128;

    private final ChatRequest request;
    private final Aim aim;
    private final Losses losses;
    private final Options options;
    private final CacheMarks marks = new CacheMarks();
    private final ToolNames names = new ToolNames(LONGEST_NAME, "", false);
    private final PartWriter blocks;

    RequestWriter(ChatRequest request, Aim aim, Losses losses) {
        this.request = Ability.of(request, aim, losses);
        this.aim = aim;
        this.losses = losses;
        this.options = request.options().copy();
        this.blocks = new PartWriter(names, marks, losses);
    }

    Written write() {
        refuseOthers();
        Conversation talk =
                Conversation.of(request.turns(), aim.capabilities().midSystem(), aim.has(Quirk.SYSTEM_FIRST), losses);
        refusePrefill(talk.turns());
        ToolWriter tools = new ToolWriter(request, aim, names, marks, losses);
        ReasoningPlan thinking = new ReasoningWriter(request, aim.capabilities(), options, losses)
                .plan(tools.forced(), headless(talk.turns()));

        ArrayNode system = Tree.array();
        talk.system().forEach(part -> system.add(blocks.system(part)));
        ObjectNode format = new FormatWriter(aim.capabilities(), losses).write(request.format(), system);
        ObjectNode body = Tree.object().put("model", aim.model()).put("max_tokens", thinking.maxTokens());
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        ArrayNode messages = body.putArray("messages");
        for (int i = 0; i < talk.turns().size(); i++) {
            messages.add(message(talk.turns().get(i), i == talk.turns().size() - 1));
        }
        tools.write(body, talk.turns());
        ObjectNode output = Tree.object();
        if (thinking.config() != null) {
            body.set("thinking", thinking.config());
        }
        if (thinking.effort() != null) {
            output.put("effort", thinking.effort());
        }
        if (format != null) {
            output.set("format", format);
        }
        if (!output.isEmpty()) {
            body.set("output_config", output);
        }
        new SettingWriter(options, aim.capabilities(), losses).write(body, request.stop(), thinking.on());
        if (request.stream()) {
            body.put("stream", true);
        }
        options.loseRest(losses);
        marks.apply(body, losses);
        return new Written(body, names.changed(), tools.texts());
    }

    /** More answers than one, and spoken ones, are not given here: without them the caller would wait in vain. */
    private void refuseOthers() {
        Given<JsonNode> n = options.take(Option.N);
        if (n != null && n.value().asInt() != 1) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE, "this model gives one answer: \"" + n.at() + "\" must be 1", n.at());
        }
        options.take(Option.PREFILL);
        Given<JsonNode> modalities = options.take(Option.MODALITIES);
        if (modalities != null) {
            for (JsonNode kind : modalities.value()) {
                if (!kind.asText().equalsIgnoreCase("text")) {
                    throw Refusal.of(ErrorKind.UNSUPPORTED_VALUE, "this model answers in text only", modalities.at());
                }
            }
        }
    }

    private void refusePrefill(List<Turn> turns) {
        Turn last = turns.getLast();
        if (last.role() == Role.ASSISTANT && !aim.capabilities().prefill()) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "this model does not go on with an answer of its own: the last message must be the user's",
                    last.at());
        }
    }

    private ObjectNode message(Turn turn, boolean last) {
        ObjectNode message = Tree.object();
        message.put(
                "role",
                switch (turn.role()) {
                    case USER -> "user";
                    case ASSISTANT -> "assistant";
                    case SYSTEM -> "system";
                });
        ArrayNode content = message.putArray("content");
        if (turn.role() == Role.SYSTEM) {
            turn.parts().forEach(part -> content.add(blocks.system(part)));
        } else {
            blocks.write(turn, content);
        }
        if (last && turn.role() == Role.ASSISTANT) {
            strip(content);
        }
        return message;
    }

    /** An answer that is to be gone on with must not end in white space. */
    private static void strip(ArrayNode content) {
        if (content.get(content.size() - 1) instanceof ObjectNode block
                && block.path("text").isTextual()) {
            block.put("text", block.path("text").textValue().stripTrailing());
        }
    }

    /**
     * Whether the model's last turn cannot be gone on with while it thinks by a budget: it asked for tools, or is to be
     * completed, and the thinking before it is not there any more.
     */
    private static boolean headless(List<Turn> turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            Turn turn = turns.get(i);
            if (turn.role() == Role.ASSISTANT) {
                boolean goesOn =
                        i == turns.size() - 1 || turn.parts().stream().anyMatch(Content.ToolCall.class::isInstance);
                return goesOn && !PartWriter.startsWithThinking(turn);
            }
        }
        return false;
    }
}
