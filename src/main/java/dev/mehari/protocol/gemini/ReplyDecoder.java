package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorBody;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a generateContent answer; a whole reply is a stream of one response.
 *
 * <pre>
 *   FRESH --response--> RUNNING --] of an array--> CLOSED
 *     |                    |
 *     +--------------------+--error, or a finish reason that is a fault--> FAILED
 * </pre>
 *
 * Nothing but the end of bytes ends a stream of events: usage may stand behind the finish reason. Which answers are at
 * their end is known to each {@link ChoiceDecoder}.
 */
final class ReplyDecoder implements AnswerDecoder {
    private enum State {
        FRESH,
        RUNNING,
        CLOSED,
        FAILED
    }

    // More answers than Google gives; a larger number is a fault and must not cost memory.
    private static final int MOST = 128;
    private static final int FAULT = 500;

    /** What of a candidate has no words elsewhere. */
    private static final List<String> EXTRAS = List.of(
            "safetyRatings", "citationMetadata", "groundingMetadata", "groundingAttributions", "urlContextMetadata");

    private final Losses losses;
    private final AtomicInteger blocks = new AtomicInteger();
    private final SortedMap<Integer, ChoiceDecoder> candidates = new TreeMap<>();
    private State state = State.FRESH;
    private String answer = "";
    private @Nullable String blocked;
    private @Nullable String explanation;

    ReplyDecoder(Losses losses) {
        this.losses = losses;
    }

    @Override
    public void whole(JsonNode reply, Consumer<ChatEvent> out) {
        response(reply, out);
        if (state != State.FAILED) {
            finish(out);
        }
    }

    @Override
    public void event(String name, Slice data, Consumer<ChatEvent> out) throws IOException {
        if (over()) {
            return;
        }
        if (name.equals(ArrayReader.CLOSED)) {
            state = State.CLOSED;
            return;
        }
        boolean error = name.equals("error");
        if (data.isEmpty() && !error) {
            return;
        }
        JsonNode response = error ? Tree.object() : Tree.read(data);
        if (!response.isObject()) {
            throw new IOException("a response is an object");
        }
        if (error || said(response.path("error"))) {
            fail(ErrorBody.read(data), out);
        } else {
            response(response, out);
        }
    }

    private void response(JsonNode response, Consumer<ChatEvent> out) {
        if (state == State.FRESH) {
            state = State.RUNNING;
            String id = text(response, "responseId");
            answer = id == null ? "" : id;
            out.accept(new ChatEvent.Started(id, text(response, "modelVersion")));
        }
        JsonNode feedback = response.path("promptFeedback");
        if (StopWords.named(feedback.path("blockReason").asText())) {
            blocked = feedback.path("blockReason").asText();
            String message = text(feedback, "blockReasonMessage");
            explanation = message == null ? "The prompt was blocked: " + blocked : message;
        }
        for (JsonNode candidate : response.path("candidates")) {
            candidate(candidate, out);
            if (state == State.FAILED) {
                return;
            }
        }
        Usage usage = Tree.walk(response.path("usageMetadata"), UsageReader::read);
        if (usage != null) {
            out.accept(new ChatEvent.Reported(usage));
        }
    }

    private void candidate(JsonNode json, Consumer<ChatEvent> out) {
        int index = Math.clamp(json.path("index").asInt(), 0, MOST);
        ChoiceDecoder candidate = candidates.computeIfAbsent(index, i -> new ChoiceDecoder(i, answer, blocks, losses));
        candidate.read(json, out);
        for (String name : EXTRAS) {
            if (said(json.path(name))) {
                losses.dropped("candidates[" + index + "]." + name);
            }
        }
        String fault = candidate.fault();
        if (fault != null) {
            String message = text(json, "finishMessage");
            String what = "The model's answer ended with " + fault;
            fail(
                    new ErrorFacts(
                            fault, "INTERNAL", message == null ? what + "." : what + ": " + message, true, FAULT, null),
                    out);
        }
    }

    private void fail(ErrorFacts facts, Consumer<ChatEvent> out) {
        state = State.FAILED;
        out.accept(new ChatEvent.Failed(facts));
    }

    @Override
    public boolean over() {
        return state == State.CLOSED || state == State.FAILED;
    }

    @Override
    public boolean end(Consumer<ChatEvent> out) {
        boolean complete = candidates.isEmpty()
                ? blocked != null
                : blocked != null || candidates.values().stream().allMatch(ChoiceDecoder::finished);
        if (!complete || state == State.FAILED) {
            return false;
        }
        finish(out);
        return true;
    }

    private void finish(Consumer<ChatEvent> out) {
        // All close before the first has stopped: which of several is told may be decided by what they say last.
        candidates.values().forEach(candidate -> candidate.end(out));
        for (ChoiceDecoder candidate : candidates.values()) {
            candidate.finish(blocked, explanation, out);
        }
        if (candidates.isEmpty()) {
            // Without candidates and without a reason the model was cut off while it thought.
            StopReason reason = blocked == null ? StopReason.MAX_TOKENS : StopReason.FILTERED;
            out.accept(new ChatEvent.Stopped(0, reason, blocked, null, explanation));
        }
    }

    private static boolean said(JsonNode value) {
        return value.isContainerNode() ? !value.isEmpty() : !value.asText("").isEmpty() && !value.isNull();
    }

    private static @Nullable String text(JsonNode object, String name) {
        String text = object.path(name).asText("");
        return text.isEmpty() ? null : text;
    }
}
