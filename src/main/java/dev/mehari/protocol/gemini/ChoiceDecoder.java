package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one of the answers of a response, part by part. Texts and thoughts are increments; all else is whole.
 *
 * <pre>
 *            text                    thought
 *   Silent --------> Open(text)    Silent --------> Open(thought)
 *      ^               |  |                            |  |
 *      |  signature,   |  |  thought: the other opens  |  |
 *      |  other part   |  +----------------------------+  |
 *      +---------------+----------------------------------+
 * </pre>
 */
final class ChoiceDecoder {
    private sealed interface State {
        record Silent() implements State {}

        record Open(int index, boolean thought) implements State {}
    }

    private static final State SILENT = new State.Silent();

    private final int choice;
    private final CallDecoder calls;
    private final AtomicInteger blocks;
    private final Losses losses;
    private State state = SILENT;
    private String reason = "";
    private @Nullable String message;

    /**
     * @param answer the upstream's id of the answer, from which ids of calls without one are made
     * @param blocks counts the blocks of the whole response
     */
    ChoiceDecoder(int choice, String answer, AtomicInteger blocks, Losses losses) {
        this.choice = choice;
        this.calls = new CallDecoder(choice, answer, losses);
        this.blocks = blocks;
        this.losses = losses;
    }

    void read(JsonNode candidate, Consumer<ChatEvent> out) {
        JsonNode logprobs = Logprobs.read(candidate.path("logprobsResult"));
        for (JsonNode part : candidate.path("content").path("parts")) {
            boolean text = part.path("text").isTextual()
                    && !part.path("text").textValue().isEmpty()
                    && !part.path("thought").asBoolean();
            part(part, text ? logprobs : null, out);
            logprobs = text ? null : logprobs;
        }
        String word = candidate.path("finishReason").asText("");
        if (StopWords.named(word)) {
            reason = word;
            String said = candidate.path("finishMessage").asText("");
            message = said.isEmpty() ? null : said;
        }
    }

    private void part(JsonNode part, @Nullable JsonNode logprobs, Consumer<ChatEvent> out) {
        Carrier carrier = Signatures.read(part.path("thoughtSignature").asText(""));
        if (part.path("text").isTextual()) {
            said(part.path("text").textValue(), part.path("thought").asBoolean(), carrier, logprobs, out);
        } else if (part.path("functionCall").isObject()) {
            calls.take(part.path("functionCall"), carrier, (call, arguments) -> called(call, arguments, out));
        } else {
            if (carrier != null) {
                said("", true, carrier, null, out);
            }
            other(part, out);
        }
    }

    private void said(
            String text,
            boolean thought,
            @Nullable Carrier carrier,
            @Nullable JsonNode logprobs,
            Consumer<ChatEvent> out) {
        if (!text.isEmpty()) {
            out.accept(new ChatEvent.Delta(open(thought, out), text, logprobs));
        }
        if (carrier != null) {
            // An empty text that only carries a signature signs what came before it.
            boolean apart = (thought && text.isEmpty()) || state instanceof State.Silent;
            int index = state instanceof State.Open open && !apart ? open.index() : open(true, out);
            out.accept(new ChatEvent.Signed(index, carrier));
            close(out);
        }
    }

    private int open(boolean thought, Consumer<ChatEvent> out) {
        if (state instanceof State.Open open && open.thought() == thought) {
            return open.index();
        }
        close(out);
        int index = blocks.getAndIncrement();
        state = new State.Open(index, thought);
        out.accept(new ChatEvent.Opened(index, choice, thought ? new Block.Thinking() : new Block.Text()));
        return index;
    }

    private void close(Consumer<ChatEvent> out) {
        if (state instanceof State.Open open) {
            out.accept(new ChatEvent.Closed(open.index()));
            state = SILENT;
        }
    }

    private void called(Block.ToolCall call, String arguments, Consumer<ChatEvent> out) {
        int index = whole(call, out);
        out.accept(new ChatEvent.Delta(index, arguments));
        out.accept(new ChatEvent.Closed(index));
    }

    private int whole(Block block, Consumer<ChatEvent> out) {
        close(out);
        int index = blocks.getAndIncrement();
        out.accept(new ChatEvent.Opened(index, choice, block));
        return index;
    }

    private void other(JsonNode part, Consumer<ChatEvent> out) {
        if (WholePart.lacksData(part)) {
            losses.dropped("candidates[" + choice + "].content.parts");
            return;
        }
        Block block = WholePart.block(part);
        if (block != null) {
            out.accept(new ChatEvent.Closed(whole(block, out)));
        }
    }

    boolean finished() {
        return !reason.isEmpty();
    }

    /** The finish reason, when it is a fault of the model or the server, or not known; null when it is not. */
    @Nullable
    String fault() {
        return finished() && StopWords.read(reason, calls.any()) == null ? reason : null;
    }

    /** Nothing more comes: closes all that is open. */
    void end(Consumer<ChatEvent> out) {
        calls.end((call, arguments) -> called(call, arguments, out));
        close(out);
    }

    /**
     * Says why the answer ended; once it is closed.
     *
     * @param blocked why the prompt was blocked, null when it was not
     */
    void finish(@Nullable String blocked, @Nullable String explanation, Consumer<ChatEvent> out) {
        StopReason usual = calls.any() ? StopReason.TOOL_USE : blocked == null ? StopReason.END : StopReason.FILTERED;
        StopReason read = finished() ? StopWords.read(reason, calls.any()) : usual;
        StopReason stop = read == null ? usual : read;
        String raw = finished() ? reason : blocked;
        boolean why = stop == StopReason.FILTERED;
        out.accept(
                new ChatEvent.Stopped(choice, stop, raw, null, !why ? null : message == null ? explanation : message));
    }
}
