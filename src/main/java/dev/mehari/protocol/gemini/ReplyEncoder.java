package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a generateContent answer: texts and thoughts at once, calls, finish reasons and usage in the last response.
 *
 * <pre>
 *   FRESH --first response--> SENDING --end, failure--> DONE
 *     |                                                  ^
 *     +--end, failure------------------------------------+
 * </pre>
 */
final class ReplyEncoder implements AnswerEncoder {
    private enum State {
        FRESH,
        SENDING,
        DONE
    }

    private final Frame frame;
    private final Losses losses;
    private final String id;
    private final SortedMap<Integer, ChoiceEncoder> candidates = new TreeMap<>();
    private final Map<Integer, ChoiceEncoder> owners = new HashMap<>();
    private State state = State.FRESH;
    private String model;
    private @Nullable Usage usage;

    ReplyEncoder(Frame frame, Losses losses) {
        this.frame = frame;
        this.losses = losses;
        this.model = frame.model();
        this.id = frame.ids().get();
    }

    @Override
    public byte[] whole(Answer answer) {
        model = answer.model() == null ? frame.model() : answer.model();
        usage = answer.usage();
        ArrayNode list = Tree.array();
        for (ChatEvent.Stopped stopped : answer.stops()) {
            ChoiceEncoder candidate = new ChoiceEncoder(stopped.choice(), losses);
            candidate.stopped(stopped);
            list.add(candidate.whole(answer.parts(stopped.choice())));
        }
        return Tree.bytes(response(list, true));
    }

    @Override
    public void take(ChatEvent event, Consumer<byte[]> out) {
        if (state == State.DONE) {
            throw new IllegalStateException("nothing comes behind the end of an answer: " + event);
        }
        switch (event) {
            case ChatEvent.Started started -> model = started.model() == null ? frame.model() : started.model();
            case ChatEvent.Opened opened -> {
                ChoiceEncoder candidate = candidate(opened.choice());
                owners.put(opened.index(), candidate);
                send(candidate, candidate.opened(opened.index(), opened.block()), out);
            }
            case ChatEvent.Delta delta -> {
                ChoiceEncoder candidate = owner(delta.index());
                ObjectNode part = candidate.delta(delta.index(), delta.text());
                candidate.logprobs(delta.logprobs());
                send(candidate, part, out);
            }
            case ChatEvent.Signed signed -> {
                ChoiceEncoder candidate = owner(signed.index());
                send(candidate, candidate.signed(signed.index(), signed.carrier()), out);
            }
            case ChatEvent.Closed closed -> {
                owner(closed.index()).closed(closed.index());
                owners.remove(closed.index());
            }
            case ChatEvent.Reported reported -> usage = reported.usage();
            case ChatEvent.Stopped stopped -> candidate(stopped.choice()).stopped(stopped);
            case ChatEvent.Failed failed -> {}
            case ChatEvent.Ping ping -> {}
            case ChatEvent.Unknown unknown -> {}
        }
    }

    private ChoiceEncoder candidate(int choice) {
        return candidates.computeIfAbsent(choice, number -> new ChoiceEncoder(number, losses));
    }

    private ChoiceEncoder owner(int block) {
        ChoiceEncoder owner = owners.get(block);
        if (owner == null) {
            throw new IllegalStateException("block " + block + " is not open");
        }
        return owner;
    }

    private void send(ChoiceEncoder candidate, @Nullable ObjectNode part, Consumer<byte[]> out) {
        if (part != null) {
            out.accept(framed(response(Tree.array().add(candidate.write(List.of(part))), false)));
        }
    }

    @Override
    public void end(Consumer<byte[]> out) {
        ArrayNode list = Tree.array();
        candidates.values().forEach(candidate -> list.add(candidate.last()));
        out.accept(framed(response(list, true)));
        state = State.DONE;
        if (!frame.eventStream()) {
            out.accept(Json.utf8("\n]"));
        }
    }

    @Override
    public byte[] failure(Refusal refusal) {
        boolean first = state == State.FRESH;
        state = State.DONE;
        return EventReader.last(ErrorShape.body(refusal, List.of()), !frame.eventStream(), first);
    }

    private byte[] framed(ObjectNode response) {
        String json = Tree.text(response);
        String before = frame.eventStream() ? "data: " : state == State.FRESH ? "[" : ",\n";
        state = State.SENDING;
        return Json.utf8(before + json + (frame.eventStream() ? "\n\n" : ""));
    }

    private ObjectNode response(ArrayNode list, boolean last) {
        ObjectNode out = Tree.object();
        out.set("candidates", list);
        if (last && usage != null) {
            out.set("usageMetadata", UsageWriter.write(usage));
        }
        return out.put("modelVersion", model).put("responseId", id);
    }
}
