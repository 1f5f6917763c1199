package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.call.ThinkingShown;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.sse.SseWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the completion of a text. Each choice has a machine of its own, see {@link CompletionChoice}. */
final class CompletionEncoder implements AnswerEncoder {
    private static final String OBJECT = "text_completion";

    private final Frame frame;
    private final EventWriter wire;
    private final Losses losses;
    private final ErrorFormat errors;
    private final String echo;
    private final Map<Integer, CompletionChoice> choices = new TreeMap<>();
    private final Map<Integer, CompletionChoice> speaking = new HashMap<>();

    CompletionEncoder(Frame frame, Losses losses, ErrorFormat errors) {
        this.frame = frame;
        this.losses = losses;
        this.errors = errors;
        this.wire = new EventWriter(frame, "cmpl-", OBJECT);
        this.echo = echo(frame.request());
    }

    /** What of a request an encoder goes by. */
    static ObjectNode asked(JsonNode request) {
        String echo = echo(request);
        return echo.isEmpty() ? Tree.object() : Tree.object().put("echo", true).put("prompt", echo);
    }

    private static String echo(JsonNode request) {
        JsonNode prompt = request.path("prompt");
        boolean asked = request.path("echo").asBoolean();
        return asked ? (prompt.isArray() ? prompt.path(0) : prompt).asText() : "";
    }

    @Override
    public byte[] whole(Answer answer) {
        return wire.whole(OBJECT, answer, stopped -> choice(answer, stopped));
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
        wire.to(to);
        switch (event) {
            case ChatEvent.Started started -> wire.started(started.model());
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
            case ChatEvent.Reported reported -> wire.reported(reported.usage());
            case ChatEvent.Stopped stopped -> stop(choice(stopped.choice()), stopped);
            case ChatEvent.Ping ping -> wire.ping();
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
        wire.to(to);
        wire.end();
    }

    @Override
    public byte[] failure(Refusal refusal) {
        return SseWriter.event(errors.body(refusal, List.of()));
    }

    private void chunk(int choice, String text, @Nullable JsonNode logprobs, int offset, @Nullable String finish) {
        ObjectNode one = Tree.object().put("text", text).put("index", choice);
        one.set("logprobs", TokenLogprobs.write(logprobs, offset));
        wire.send(one.put("finish_reason", finish));
    }
}
