package dev.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Defaults;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Codec.ErrorFacts;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.ToolsBack;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Written;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/** A request on its way into another protocol, and its answer on the way back. One attempt, one thread. */
public final class Translation {
    private final ChatCodec caller;
    private final ChatCodec upstream;
    private final Aim aim;
    private final Frame frame;
    private final Losses losses = new Losses();
    private final Written written;

    /**
     * Translates a request.
     *
     * @param stream whether the caller asked for a stream
     * @param defaults settings where the caller set none; the upstream is not told those that it does not know
     * @throws Refusal when the request is wrong, or says what the upstream cannot be told
     */
    public Translation(ChatCodec caller, ChatCodec upstream, boolean stream, Defaults defaults, Aim aim, Frame frame) {
        this.caller = caller;
        this.upstream = upstream;
        this.aim = aim;
        this.frame = frame;
        ChatRequest request = caller.read(frame.request(), stream, losses);
        request.options().add(defaults);
        this.written = upstream.write(request, aim, losses);
    }

    /** What is sent. */
    public byte[] body() {
        return Tree.bytes(written.body());
    }

    /** What was lost up to now. */
    public List<Loss> losses() {
        return losses.all();
    }

    /** A stream of the upstream, as the caller reads it. */
    public InputStream stream(EventTap tap) {
        return tap.through(new Translated(written, decoder(), encoder()));
    }

    /**
     * A whole reply, as the caller reads it.
     *
     * @param reply known to be one of the upstream's protocol
     * @throws Fault when its meaning is that it failed
     */
    public byte[] whole(byte[] reply) throws Fault {
        Answer answer = new Answer();
        decoder().whole(tree(reply), new ToolsBack(written, answer));
        ErrorFacts failure = answer.failure();
        if (failure != null) {
            throw new Fault(failure);
        }
        return encoder().whole(answer);
    }

    /**
     * A whole reply, as a caller reads it who asked for a stream.
     *
     * @param reply known to be one of the upstream's protocol
     * @throws Fault when its meaning is that it failed
     */
    public InputStream streamOf(byte[] reply) throws Fault {
        AnswerEncoder encoder = encoder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ErrorFacts[] failed = new ErrorFacts[1];
        Consumer<ChatEvent> events = new ToolsBack(written, event -> {
            if (event instanceof ChatEvent.Failed(ErrorFacts facts)) {
                failed[0] = facts;
            } else {
                encoder.take(event, out::writeBytes);
            }
        });
        decoder().whole(tree(reply), events);
        if (failed[0] != null) {
            throw new Fault(failed[0]);
        }
        encoder.end(out::writeBytes);
        return new ByteArrayInputStream(out.toByteArray());
    }

    private AnswerEncoder encoder() {
        return caller.encoder(frame, losses);
    }

    private AnswerDecoder decoder() {
        return upstream.decoder(aim, losses);
    }

    private static JsonNode tree(byte[] reply) {
        try {
            return Tree.read(reply);
        } catch (IOException e) {
            throw new IllegalStateException("the reply was read before", e);
        }
    }

    /** A reply that looks like an answer, and says that there is none. */
    public static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient ErrorFacts facts;

        Fault(ErrorFacts facts) {
            super(facts.message(), null, false, false);
            this.facts = facts;
        }

        public ErrorFacts facts() {
            return facts;
        }
    }
}
