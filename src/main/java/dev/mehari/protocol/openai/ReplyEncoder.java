package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorFormat;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerEncoder;
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

/** Writes a chat completion. Each choice has a machine of its own, see {@link ChoiceEncoder}. */
final class ReplyEncoder implements AnswerEncoder {
    private static final byte[] PING = Json.utf8(": ping\n\n");
    private static final byte[] DONE = Json.utf8("data: [DONE]\n\n");

    private final Frame frame;
    private final ErrorFormat errors;
    private final Style style;
    private final String id;
    private final Map<Integer, ChoiceEncoder> choices = new TreeMap<>();
    private final Map<Integer, ChoiceEncoder> owners = new HashMap<>();
    private String model;
    private @Nullable Usage usage;
    private Consumer<byte[]> out = event -> {};

    ReplyEncoder(Frame frame, Losses losses, ErrorFormat errors) {
        this.frame = frame;
        this.errors = errors;
        this.style = Style.of(frame, losses);
        this.id = "chatcmpl-" + frame.ids().get();
        this.model = frame.model();
    }

    @Override
    public byte[] whole(Answer answer) {
        if (answer.model() != null) {
            model = answer.model();
        }
        ObjectNode body = head("chat.completion");
        ArrayNode list = body.putArray("choices");
        answer.stops().forEach(stopped -> list.add(WholeAnswer.choice(answer, stopped, style)));
        Usage counted = answer.usage();
        body.set("usage", counted == null ? null : UsageWriter.write(counted));
        return Tree.bytes(body);
    }

    @Override
    public void take(ChatEvent event, Consumer<byte[]> to) {
        out = to;
        switch (event) {
            case ChatEvent.Started started -> model = started.model() == null ? model : started.model();
            case ChatEvent.Opened opened -> {
                ChoiceEncoder owner = choice(opened.choice());
                owners.put(opened.index(), owner);
                owner.opened(opened.index(), opened.block());
            }
            case ChatEvent.Delta delta -> owner(delta.index()).delta(delta);
            case ChatEvent.Signed signed -> owner(signed.index()).signed(signed.index(), signed.carrier());
            case ChatEvent.Closed closed -> owner(closed.index()).closed(closed.index());
            case ChatEvent.Reported reported -> usage = reported.usage();
            case ChatEvent.Stopped stopped -> choice(stopped.choice()).stopped(stopped);
            case ChatEvent.Ping ping -> out.accept(PING);
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
        out = to;
        choices.values().forEach(ChoiceEncoder::flush);
    }

    @Override
    public void end(Consumer<byte[]> to) {
        Usage counted = usage;
        if (frame.usageAsked() && counted != null) {
            ObjectNode chunk = head("chat.completion.chunk");
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

    private void chunk(int choice, ObjectNode delta, @Nullable JsonNode logprobs, @Nullable String finish) {
        ObjectNode chunk = head("chat.completion.chunk");
        ObjectNode one = chunk.putArray("choices").addObject().put("index", choice);
        one.set("delta", delta);
        one.set("logprobs", logprobs);
        one.put("finish_reason", finish);
        if (frame.usageAsked()) {
            chunk.putNull("usage");
        }
        out.accept(event(chunk));
    }

    private ObjectNode head(String object) {
        return Tree.object()
                .put("id", id)
                .put("object", object)
                .put("created", frame.created())
                .put("model", model);
    }

    private static byte[] event(ObjectNode chunk) {
        return EventReader.event(Tree.text(chunk));
    }
}
