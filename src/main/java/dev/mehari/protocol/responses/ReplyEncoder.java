package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.FirstChoice;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OneAtATime;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a response: as a stream, or whole, which is what such a stream comes to.
 *
 * <pre>
 *   NEW -- Started: created, in_progress --> RUNNING -- end: completed, incomplete --> OVER
 *    |                                          |                                       ^
 *    +-- failure: error --> OVER                +-- failure: failed --------------------+
 * </pre>
 *
 * What is between is kept in order by {@link Output}.
 */
final class ReplyEncoder implements AnswerEncoder {
    private enum Phase {
        NEW,
        RUNNING,
        OVER
    }

    private final ResponseObject response;
    private final EventWriter wire = new EventWriter();
    private final Output output;
    private final Losses losses;
    private final Consumer<ChatEvent> order;
    private Phase phase = Phase.NEW;
    private @Nullable String model;
    private @Nullable Usage usage;
    private ChatEvent.@Nullable Stopped stopped;

    ReplyEncoder(Frame frame, Losses losses) {
        this.response = new ResponseObject(frame);
        this.losses = losses;
        this.order = new FirstChoice(losses, new OneAtATime(this::ordered));
        this.output = new Output(
                wire,
                Minted.marked(frame.ids()),
                ResponseObject.sealed(frame.request()),
                Names.of(frame.request()),
                losses);
    }

    @Override
    public byte[] whole(Answer answer) {
        wire.to(null);
        order.accept(new ChatEvent.Started(answer.id(), answer.model()));
        int index = 0;
        for (Answer.Part part : answer.parts(answer.first())) {
            order.accept(new ChatEvent.Opened(index, part.choice(), part.block()));
            if (!part.text().isEmpty()) {
                order.accept(new ChatEvent.Delta(index, part.text(), part.logprobs()));
            }
            if (part.carrier() != null) {
                order.accept(new ChatEvent.Signed(index, part.carrier()));
            }
            order.accept(new ChatEvent.Closed(index++));
        }
        answer.stops().forEach(order);
        usage = answer.usage();
        return Tree.bytes(ended());
    }

    @Override
    public void take(ChatEvent event, Consumer<byte[]> out) {
        wire.to(out);
        order.accept(event);
    }

    private void ordered(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started started -> {
                response.begins(started.id());
                start(started.model());
            }
            case ChatEvent.Opened opened -> {
                start(null);
                output.opened(opened.block());
            }
            case ChatEvent.Delta delta -> output.delta(delta);
            case ChatEvent.Signed signed -> output.signed(signed.carrier());
            case ChatEvent.Closed closed -> output.closed();
            case ChatEvent.Reported reported -> usage = reported.usage();
            case ChatEvent.Stopped stop -> stopped = stop;
            case ChatEvent.Ping ping -> wire.ping();
            // Said by failure(), in the words of the caller's error model.
            case ChatEvent.Failed failed -> {}
            case ChatEvent.Unknown unknown -> {}
        }
    }

    private void start(@Nullable String named) {
        if (phase == Phase.NEW) {
            model = named;
            phase = Phase.RUNNING;
            for (String type : List.of("response.created", "response.in_progress")) {
                ObjectNode begun = response.write("in_progress", null, model, Tree.array(), null);
                wire.send(type, Tree.object().set("response", begun));
            }
        }
    }

    @Override
    public void end(Consumer<byte[]> out) {
        wire.to(out);
        if (phase != Phase.OVER) {
            ObjectNode last = ended();
            boolean complete = last.path("status").asText().equals("completed");
            wire.send(
                    complete ? "response.completed" : "response.incomplete",
                    Tree.object().set("response", last));
        }
    }

    private ObjectNode ended() {
        start(null);
        phase = Phase.OVER;
        ChatEvent.Stopped stop = stopped;
        StopReason reason = stop == null ? StopReason.END : stop.reason();
        String incomplete = StopWords.incomplete(reason, output.refused(), losses);
        ArrayNode items = output.end(incomplete != null);
        if (stop != null && stop.explanation() != null && reason == StopReason.FILTERED && !output.refused()) {
            output.explain(stop.explanation());
        }
        return response.write(
                incomplete == null ? "completed" : "incomplete", incomplete, model, items, UsageWriter.write(usage));
    }

    @Override
    public byte[] failure(Refusal refusal) {
        if (phase == Phase.NEW) {
            phase = Phase.OVER;
            return FailureWriter.error(refusal, List.of(), wire.next());
        }
        phase = Phase.OVER;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        wire.to(out::writeBytes);
        ObjectNode failed = response.write("failed", null, model, output.broken(), null);
        out.writeBytes(FailureWriter.failed(failed, refusal, wire.next()));
        return out.toByteArray();
    }
}
