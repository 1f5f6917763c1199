package dev.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.config.ByRoute;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.plain.Document;
import dev.mehari.protocol.plain.Pieces;
import dev.mehari.protocol.plain.PlainQuestion;
import dev.mehari.protocol.plain.PlainReply;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a route is asked in place of an upstream, and what it answers. To all other parts such an upstream speaks chat
 * completions: the question is read from what would be sent to one, the answer becomes the reply that one would give. Any
 * thread.
 */
public final class PlainAnswers {
    private final ChatCodec chat;
    private final Supplier<String> ids;

    /** @param ids gives a new id at each call: letters and digits */
    public PlainAnswers(Codecs codecs, Supplier<String> ids) {
        this.chat = codecs.of(Protocol.OPENAI_CHAT).chat();
        this.ids = ids;
    }

    /**
     * The question of an attempt.
     *
     * @param body what would be sent to an upstream of chat completions
     * @throws Refusal when the call asks for something else than an answer of a model
     */
    public Document question(InFlight flight, byte[] body) {
        if (flight.call().operation() != Operation.CHAT) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "the upstream of " + flight.attempt().target() + " is asked by a route, which answers chats only",
                    "model");
        }
        ByRoute route = flight.upstream().route();
        Map<String, String> options = route == null ? Map.of() : route.options();
        try {
            ObjectNode sent = (ObjectNode) Tree.read(body);
            Losses losses = new Losses();
            ChatRequest request = chat.read(sent, sent.path("stream").asBoolean(), new Losses());
            Document question = PlainQuestion.of(sent, request, options, losses);
            if (flight.speech().translation() == null) {
                flight.speech().tookOut(losses.all());
            } else {
                losses.all()
                        .forEach(loss -> flight.speech().translation().lost().add(loss.at(), loss.action()));
            }
            return question;
        } catch (IOException e) {
            throw new IllegalStateException("the body was written here", e);
        }
    }

    /**
     * The reply that an upstream of chat completions would give.
     *
     * @param said what the route left as its body
     * @throws UpstreamFailure when no answer can be made of it
     */
    public UpstreamReply reply(InFlight flight, Document question, @Nullable Object said) {
        Call call = flight.call();
        Frame frame = new Frame(
                ids,
                call.getId(),
                call.times().receivedAt().getEpochSecond(),
                flight.attempt().target().model(),
                chat.repeated(question.at("")),
                true,
                true,
                0);
        AnswerEncoder encoder = chat.encoder(frame, new Losses());
        boolean stream = question.at("stream").asBoolean();
        try {
            PlainReply.Written written = PlainReply.of(Pieces.of(said), stream, encoder, ids);
            String type = written.eventStream() ? "text/event-stream" : "application/json";
            return new UpstreamReply(written.status(), Map.of("content-type", type), written.body());
        } catch (IOException e) {
            throw flight.failure(e);
        } catch (IllegalArgumentException e) {
            throw UpstreamFailure.fault(new Refusal(
                    ErrorKind.UPSTREAM_INVALID_REPLY,
                    "the route of upstream \"" + flight.upstream().name() + "\" left no answer: " + e.getMessage()));
        }
    }
}
