package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** One of the answers of a reply: reads its message, whole or in pieces. All of its blocks close at its end. */
final class ChoiceDecoder {
    private final int choice;
    private final IntSupplier indexes;
    private final IntFunction<String> ids;
    private final Losses losses;
    private final Voice voice;
    private final CallTable table = new CallTable();
    private final TextDecoder texts;
    private final ThinkingDecoder thoughts;
    private @Nullable CallDecoder legacy;
    private @Nullable String finish;
    private Consumer<ChatEvent> out = event -> {};
    private @Nullable JsonNode logprobs;
    private boolean said;
    private boolean complete;
    private boolean called;

    /**
     * @param indexes gives the next index of a block
     * @param ids gives an id for the call of that number
     */
    ChoiceDecoder(int choice, Aim aim, IntSupplier indexes, IntFunction<String> ids, Losses losses) {
        this.choice = choice;
        this.indexes = indexes;
        this.ids = ids;
        this.losses = losses;
        this.thoughts = new ThinkingDecoder("choices[" + choice + "].message", aim, losses);
        this.voice = new Voice(choice, indexes, thoughts::seal);
        this.texts = new TextDecoder(aim, this::say);
    }

    /** A whole message, or a piece of one. */
    void message(JsonNode message, JsonNode probabilities, Consumer<ChatEvent> to) {
        out = to;
        thinking(message);
        logprobs = array(probabilities.path("content"));
        if (!texts.take(message.path("content"))) {
            losses.dropped("choices[" + choice + "].message.content");
        }
        logprobs = array(probabilities.path("refusal"));
        say(Voice.Kind.REFUSED, message.path("refusal").asText(""));
        logprobs = null;
        ExtraBlocks.read(message, choice, losses).forEach(this::block);
        calls(message);
    }

    private static @Nullable JsonNode array(JsonNode value) {
        return value.isArray() && !value.isEmpty() ? value : null;
    }

    private void thinking(JsonNode message) {
        String text = thoughts.take(message);
        if (!text.isEmpty()) {
            texts.toldElsewhere();
        }
        say(Voice.Kind.THINKING, text);
    }

    private void say(Voice.Kind kind, String words) {
        said |= !words.isEmpty();
        voice.say(kind, words, words.isEmpty() ? null : logprobs, out);
        if (!words.isEmpty()) {
            // A piece may be said in two halves; its probabilities belong to it once.
            logprobs = null;
        }
    }

    private void block(Block block) {
        said = true;
        voice.close(out);
        int index = indexes.getAsInt();
        out.accept(new ChatEvent.Opened(index, choice, block));
        out.accept(new ChatEvent.Closed(index));
    }

    private void calls(JsonNode message) {
        for (JsonNode piece : message.path("tool_calls")) {
            hush();
            table.find(
                            piece,
                            number -> new CallDecoder(
                                    "choices[" + choice + "].message.tool_calls[" + number + "].function.arguments",
                                    choice,
                                    () -> ids.apply(number)))
                    .take(piece, indexes, out);
        }
        if (message.path("function_call").isObject()) {
            hush();
            if (legacy == null) {
                legacy = new CallDecoder(
                        "choices[" + choice + "].message.function_call.arguments", choice, () -> ids.apply(0));
            }
            legacy.takeFunction(message.path("function_call"), "arguments", indexes, out);
        }
    }

    /** A tool is called: nothing more is said for now. */
    private void hush() {
        said = true;
        texts.end();
        voice.end(out);
    }

    void finish(String word) {
        finish = word;
    }

    boolean finished() {
        return finish != null;
    }

    /** Whether it may be taken for complete where no reason was given: something was said, and all calls are whole. */
    boolean plausible() {
        return said && whole();
    }

    private boolean whole() {
        return calls().stream().allMatch(CallDecoder::whole);
    }

    private List<CallDecoder> calls() {
        List<CallDecoder> calls = new ArrayList<>(table.calls());
        if (legacy != null) {
            calls.add(legacy);
        }
        return calls;
    }

    /** Nothing more comes: closes all that is open. */
    void close(Consumer<ChatEvent> to) {
        out = to;
        complete = whole();
        hush();
        for (CallDecoder call : calls()) {
            called |= call.close(indexes, out, this::malformed);
        }
    }

    /** Says why it ended; once it is closed. */
    void stop(Consumer<ChatEvent> to) {
        StopReason said =
                finish == null ? StopReason.END : StopWords.read(finish).orElse(StopReason.END);
        StopReason reason = said.with(called);
        if (reason == StopReason.END && voice.refused()) {
            reason = StopReason.FILTERED;
        } else if (reason == StopReason.FILTERED && called && complete) {
            // A caller that is told of calls has to be told to make them.
            reason = StopReason.TOOL_USE;
        }
        to.accept(new ChatEvent.Stopped(choice, reason, finish));
    }

    private void malformed(String at) {
        losses.add(at, Loss.Action.APPROXIMATED);
    }
}
