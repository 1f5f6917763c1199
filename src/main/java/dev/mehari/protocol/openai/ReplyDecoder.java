package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorBody;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a completion, of a chat or of a text.
 *
 * <pre>
 *   NEW -- first chunk --> RUNNING -- "[DONE]" --> DONE
 *                             |
 *                             +-- an error ------> FAILED
 * </pre>
 *
 * A reason to stop does not end an answer: usage comes behind it, and at some vendors more of the answer.
 */
final class ReplyDecoder implements AnswerDecoder {
    private static final byte[] DONE = Json.utf8("[DONE]");

    private enum State {
        NEW,
        RUNNING,
        DONE,
        FAILED
    }

    private final Aim aim;
    private final Losses losses;
    private final Map<Integer, ChoiceDecoder> choices = new TreeMap<>();
    private State state = State.NEW;
    private String id = "";
    private int blocks;

    ReplyDecoder(Aim aim, Losses losses) {
        this.aim = aim;
        this.losses = losses;
    }

    @Override
    public void whole(JsonNode reply, Consumer<ChatEvent> out) {
        chunk(reply, out);
        if (state == State.FAILED) {
            return;
        }
        close(out);
        if (choices.isEmpty()) {
            fail(new ErrorFacts(null, null, "the upstream answered without a choice", true, 0, null), out);
        }
        state = state == State.FAILED ? state : State.DONE;
    }

    @Override
    public void event(String name, Slice data, Consumer<ChatEvent> out) throws IOException {
        if (data.isEmpty() || over()) {
            return;
        }
        if (data.is(DONE)) {
            state = State.DONE;
            return;
        }
        if (name.equals("error")) {
            fail(ErrorBody.read(data), out);
            return;
        }
        JsonNode chunk = Tree.read(data);
        if (!chunk.isObject()) {
            throw new IOException("not a chunk of a chat completion");
        }
        chunk(chunk, out);
    }

    private void chunk(JsonNode chunk, Consumer<ChatEvent> out) {
        if (says(chunk.path("error")) || chunk.path("object").asText().equals("error")) {
            fail(ErrorBody.read(Tree.bytes(chunk)), out);
            return;
        }
        if (state == State.NEW) {
            state = State.RUNNING;
            id = chunk.path("id").asText("");
            out.accept(new ChatEvent.Started(text(chunk.path("id")), text(chunk.path("model"))));
        }
        for (JsonNode choice : chunk.path("choices")) {
            choice(choice, chunk, out);
            if (state == State.FAILED) {
                return;
            }
        }
        Usage usage = Tree.walk(chunk.path("usage"), UsageReader::read);
        if (usage != null) {
            out.accept(new ChatEvent.Reported(usage));
        }
    }

    private void choice(JsonNode choice, JsonNode chunk, Consumer<ChatEvent> out) {
        if (says(choice.path("error"))) {
            fail(ErrorBody.read(Tree.bytes(chunk)), out);
            return;
        }
        int index = Math.max(0, choice.path("index").asInt(0));
        ChoiceDecoder decoder = choices.computeIfAbsent(
                index, i -> new ChoiceDecoder(i, aim, () -> blocks++, number -> minted(i, number), losses));
        if (choice.has("text")) {
            JsonNode logprobs = TokenLogprobs.read(choice.path("logprobs"));
            decoder.message(Tree.object().set("content", choice.path("text")), logprobs, out);
        } else {
            decoder.message(choice.path(choice.has("delta") ? "delta" : "message"), choice.path("logprobs"), out);
        }
        String finish = choice.path("finish_reason").asText("");
        if (choice.path("finish_reason").isNull() || finish.isEmpty()) {
            return;
        }
        if (StopWords.read(finish).isEmpty()) {
            fail(
                    new ErrorFacts(
                            finish,
                            null,
                            "the upstream ended its answer with the reason \"" + finish + "\"",
                            true,
                            0,
                            null),
                    out);
            return;
        }
        decoder.finish(finish);
    }

    /** An id for a call to which the upstream gave none; the same for the same answer. */
    private String minted(int choice, int number) {
        String known = id.replaceAll("[^A-Za-z0-9]", "");
        String tail = known.substring(Math.max(0, known.length() - 24));
        return "call_" + tail + (tail.isEmpty() ? "" : "_") + (choice == 0 ? "" : choice + "_") + number;
    }

    /** All answers close before the first has stopped: which of several is told may be decided by what they say last. */
    private void close(Consumer<ChatEvent> out) {
        choices.values().forEach(choice -> choice.close(out));
        choices.values().forEach(choice -> choice.stop(out));
    }

    private void fail(ErrorFacts facts, Consumer<ChatEvent> out) {
        state = State.FAILED;
        out.accept(new ChatEvent.Failed(facts));
    }

    private static boolean says(JsonNode value) {
        return value.isContainerNode()
                ? !value.isEmpty()
                : !value.isMissingNode()
                        && !value.asText("").isEmpty()
                        && !value.asText().equals("false");
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    @Override
    public boolean over() {
        return state == State.DONE || state == State.FAILED;
    }

    @Override
    public boolean end(Consumer<ChatEvent> out) {
        boolean complete = switch (state) {
            case NEW, FAILED -> false;
            case RUNNING -> !choices.isEmpty() && choices.values().stream().allMatch(ChoiceDecoder::finished);
            // Some compatible upstreams never name a reason.
            case DONE -> !choices.isEmpty() && choices.values().stream().allMatch(c -> c.finished() || c.plausible());
        };
        if (complete) {
            close(out);
        }
        return complete;
    }
}
