package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.call.ThinkingShown;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorFormat;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the completion of a text. Each choice has a machine of its own, see {@link CompletionChoice}. */
final class CompletionEncoder implements AnswerEncoder {
    private static final byte[] PING = Json.utf8(": ping\n\n");
    private static final byte[] DONE = Json.utf8("data: [DONE]\n\n");

    private final Frame frame;
    private final Losses losses;
    private final ErrorFormat errors;
    private final String id;
    private final String echo;
    private final Map<Integer, CompletionChoice> choices = new TreeMap<>();
    private final Map<Integer, CompletionChoice> speaking = new HashMap<>();
    private String model;
    private @Nullable Usage usage;
    private Consumer<byte[]> out = event -> {};

    CompletionEncoder(Frame frame, Losses losses, ErrorFormat errors) {
        this.frame = frame;
        this.losses = losses;
        this.errors = errors;
        this.id = "cmpl-" + frame.ids().get();
        this.model = frame.model();
        JsonNode prompt = frame.request().path("prompt");
        boolean asked = frame.request().path("echo").asBoolean();
        this.echo = asked ? (prompt.isArray() ? prompt.path(0) : prompt).asText() : "";
    }

    @Override
    public byte[] whole(Answer answer) {
        if (answer.model() != null) {
            model = answer.model();
        }
        ObjectNode body = head();
        ArrayNode list = body.putArray("choices");
        answer.stops().forEach(stopped -> list.add(choice(answer, stopped)));
        Usage counted = answer.usage();
        body.set("usage", counted == null ? null : UsageWriter.write(counted));
        return Tree.bytes(body);
    }

    /** All of its pieces in one. */
    private ObjectNode choice(Answer answer, ChatEvent.Stopped stopped) {
        StringBuilder text = new StringBuilder();
        ArrayNode tokens = Tree.array();
        ObjectNode out = Tree.object();
        CompletionChoice choice = new CompletionChoice(echo, (said, logprobs, offset, finish) -> {
            text.append(said);
            if (logprobs instanceof ArrayNode more) {
                tokens.addAll(more);
            }
            out.put("text", text.toString()).put("index", stopped.choice());
            out.set("logprobs", TokenLogprobs.write(tokens, echo.codePointCount(0, echo.length())));
            out.put("finish_reason", finish);
        });
        for (Answer.Part part : answer.parts(stopped.choice())) {
            if (speaks(part.block(), stopped.choice()) && !part.text().isEmpty()) {
                choice.say(part.text(), part.logprobs());
            }
        }
        stop(choice, stopped);
        return out;
    }

    @Override
    public void take(ChatEvent event, Consumer<byte[]> to) {
        out = to;
        switch (event) {
            case ChatEvent.Started started -> model = started.model() == null ? model : started.model();
            case ChatEvent.Opened opened -> {
                if (speaks(opened.block(), opened.choice())) {
                    speaking.put(opened.index(), choice(opened.choice()));
                }
            }
            case ChatEvent.Delta delta -> {
                CompletionChoice choice = speaking.get(delta.index());
                if (choice != null) {
                    choice.say(delta.text(), delta.logprobs());
                }
            }
            case ChatEvent.Closed closed -> speaking.remove(closed.index());
            case ChatEvent.Reported reported -> usage = reported.usage();
            case ChatEvent.Stopped stopped -> stop(choice(stopped.choice()), stopped);
            case ChatEvent.Ping ping -> out.accept(PING);
            // Said by failure(), in the words of the caller's error model.
            case ChatEvent.Failed failed -> {}
            case ChatEvent.Signed signed -> {}
            case ChatEvent.Unknown unknown -> {}
        }
    }

    private CompletionChoice choice(int number) {
        return choices.computeIfAbsent(
                number,
                n -> new CompletionChoice(
                        echo, (text, logprobs, offset, finish) -> chunk(n, text, logprobs, offset, finish)));
    }

    private void stop(CompletionChoice choice, ChatEvent.Stopped stopped) {
        if (!choice.stop(stopped)) {
            losses.dropped("choices[" + stopped.choice() + "].message.refusal");
        }
    }

    /** Whether what the block holds is text of the completion; there is nothing else in one. */
    private boolean speaks(Block block, int choice) {
        String lost = switch (block) {
            case Block.Text text -> "";
            case Block.Refused refused -> "";
            case Block.Thinking thinking -> frame.thinking() == ThinkingShown.NONE ? "" : "reasoning_content";
            case Block.ToolCall call -> "tool_calls";
            case Block.Image image -> "images";
            case Block.Foreign foreign -> foreign.type();
        };
        if (!lost.isEmpty()) {
            losses.dropped("choices[" + choice + "].message." + lost);
        }
        return block instanceof Block.Text || block instanceof Block.Refused;
    }

    @Override
    public void end(Consumer<byte[]> to) {
        Usage counted = usage;
        if (frame.usageAsked() && counted != null) {
            ObjectNode chunk = head();
            chunk.putArray("choices");
            chunk.set("usage", UsageWriter.write(counted));
            to.accept(event(chunk));
        }
        to.accept(DONE);
    }

    @Override
    public byte[] failure(Refusal refusal) {
        return EventReader.event(errors.body(refusal, List.of()));
    }

    private void chunk(int choice, String text, @Nullable JsonNode logprobs, int offset, @Nullable String finish) {
        ObjectNode chunk = head();
        ObjectNode one = chunk.putArray("choices").addObject().put("text", text).put("index", choice);
        one.set("logprobs", TokenLogprobs.write(logprobs, offset));
        one.put("finish_reason", finish);
        if (frame.usageAsked()) {
            chunk.putNull("usage");
        }
        out.accept(event(chunk));
    }

    private ObjectNode head() {
        return Tree.object()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", frame.created())
                .put("model", model);
    }

    private static byte[] event(ObjectNode chunk) {
        return EventReader.event(Tree.text(chunk));
    }
}
