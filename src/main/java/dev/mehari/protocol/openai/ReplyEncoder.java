package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerEncoder;
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

/** Writes a chat completion. Each choice has a machine of its own, see {@link ChoiceEncoder}. */
final class ReplyEncoder implements AnswerEncoder {
    private final EventWriter wire;
    private final ErrorFormat errors;
    private final Style style;
    private final Map<Integer, ChoiceEncoder> choices = new TreeMap<>();
    private final Map<Integer, ChoiceEncoder> owners = new HashMap<>();

    ReplyEncoder(Frame frame, Losses losses, ErrorFormat errors) {
        this.wire = new EventWriter(frame, "chatcmpl-", "chat.completion.chunk");
        this.errors = errors;
        this.style = Style.of(frame, losses);
    }

    @Override
    public byte[] whole(Answer answer) {
        return wire.whole("chat.completion", answer, stopped -> WholeAnswer.choice(answer, stopped, style));
    }

    @Override
    public void take(ChatEvent event, Consumer<byte[]> to) {
        wire.to(to);
        switch (event) {
            case ChatEvent.Started started -> wire.started(started.model());
            case ChatEvent.Opened opened -> {
                ChoiceEncoder owner = choice(opened.choice());
                owners.put(opened.index(), owner);
                owner.opened(opened.index(), opened.block());
            }
            case ChatEvent.Delta delta -> owner(delta.index()).delta(delta);
            case ChatEvent.Signed signed -> owner(signed.index()).signed(signed.index(), signed.carrier());
            case ChatEvent.Closed closed -> owner(closed.index()).closed(closed.index());
            case ChatEvent.Reported reported -> wire.reported(reported.usage());
            case ChatEvent.Stopped stopped -> choice(stopped.choice()).stopped(stopped);
            case ChatEvent.Ping ping -> wire.ping();
            // Said by failure(), in the words of the caller's error model.
            case ChatEvent.Failed failed -> {}
            case ChatEvent.Unknown unknown -> {}
        }
    }

    private ChoiceEncoder choice(int number) {
        return choices.computeIfAbsent(number, n -> new ChoiceEncoder(n, style, this::chunk));
    }

    private ChoiceEncoder owner(int index) {
        ChoiceEncoder owner = owners.get(index);
        if (owner == null) {
            throw new IllegalStateException("block " + index + " was never opened");
        }
        return owner;
    }

    @Override
    public void flush(Consumer<byte[]> to) {
        wire.to(to);
        choices.values().forEach(ChoiceEncoder::flush);
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

    private void chunk(int choice, ObjectNode delta, @Nullable JsonNode logprobs, @Nullable String finish) {
        ObjectNode one = Tree.object().put("index", choice);
        one.set("delta", delta);
        one.set("logprobs", logprobs);
        wire.send(one.put("finish_reason", finish));
    }
}
