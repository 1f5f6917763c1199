package dev.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Defaults;
import dev.mehari.call.Refusal;
import dev.mehari.call.ThinkingShown;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.AnswerStage;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Stages;
import dev.mehari.protocol.chat.ToolsBack;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Written;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way into another protocol, and its answer on the way back; or an answer alone, whose request passed as
 * it came. It lives as long as the answer, and holds of the request what an answer repeats. One attempt, one thread.
 */
public final class Translation {
    private final ChatCodec caller;
    private final ChatCodec upstream;
    private final Aim aim;
    private final Losses losses = new Losses();
    private final Stages stages = new Stages();
    private final Map<String, String> names;
    private final Set<String> texts;
    private final boolean request;
    private Frame frame;
    private @Nullable ObjectNode unsent;
    private ChatEvent.@Nullable Stopped stopped;

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
        this.frame = frame.of(caller.repeated(frame.request()));
        this.request = true;
        ChatRequest read = caller.read(frame.request(), stream, losses);
        read.options().add(defaults);
        Written written = upstream.write(read, aim, losses);
        this.names = written.names();
        this.texts = written.texts();
        this.unsent = written.body();
    }

    /** Takes the answer apart that an upstream gives in the caller's own protocol, for stages to look at. */
    public Translation(ChatCodec both, Aim aim, Frame frame) {
        this.caller = both;
        this.upstream = both;
        this.aim = aim;
        this.frame = frame.of(both.repeated(frame.request()));
        this.request = false;
        this.names = Map.of();
        this.texts = Set.of();
    }

    /** Whether the request is translated too, or else goes to the upstream as it came. */
    public boolean ofRequest() {
        return request;
    }

    /**
     * Gives away what is sent, and forgets it.
     *
     * @throws IllegalStateException when it was taken before, or the request is not translated
     */
    public byte[] takeBody() {
        ObjectNode body = unsent;
        if (body == null) {
            throw new IllegalStateException(
                    request ? "what is sent was taken before" : "the request is not translated: it passes as it came");
        }
        unsent = null;
        return Tree.bytes(body);
    }

    /** How thinking is shown, where the caller's protocol leaves that open; before the answer begins. */
    public void show(ThinkingShown shown) {
        frame = frame.showing(shown);
    }

    /** The answer passes this stage too, behind those that are there; before it begins. */
    public void through(AnswerStage stage) {
        stages.add(stage);
    }

    /** Takes what stages of the answer lose. */
    public Losses lost() {
        return losses;
    }

    /** What was lost up to now. */
    public List<Loss> losses() {
        return losses.all();
    }

    /** The first end that the upstream gave a word for, as it came; null while there is none. */
    public ChatEvent.@Nullable Stopped stopped() {
        return stopped;
    }

    /** A stream of the upstream, as the caller reads it. */
    public InputStream stream(EventTap tap) {
        return tap.through(new Translated(decoder(), this::between, stages::over, encoder()));
    }

    /**
     * A whole reply, as the caller reads it.
     *
     * @param reply known to be one of the upstream's protocol
     * @throws Fault when its meaning is that it failed
     * @throws Refusal when a stage lets nothing of it through
     */
    public byte[] whole(byte[] reply) throws Fault {
        Answer answer = new Answer();
        decoder().whole(tree(reply), between(answer));
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
     * @throws Refusal when a stage lets nothing of it through
     */
    public InputStream streamOf(byte[] reply) throws Fault {
        AnswerEncoder encoder = encoder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ErrorFacts[] failed = new ErrorFacts[1];
        Consumer<ChatEvent> events = between(event -> {
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

    private AnswerDecoder decoder() {
        return upstream.decoder(aim, losses);
    }

    private AnswerEncoder encoder() {
        return caller.encoder(frame, losses);
    }

    private Consumer<ChatEvent> between(Consumer<ChatEvent> last) {
        Consumer<ChatEvent> first = new ToolsBack(names, texts, stages.before(last));
        return event -> {
            if (stopped == null && event instanceof ChatEvent.Stopped end && end.raw() != null) {
                stopped = end;
            }
            first.accept(event);
        };
    }

    /** It was read before as far as its usage and its kind; translated, every value in it counts. */
    private static JsonNode tree(byte[] reply) throws Fault {
        try {
            return Tree.read(reply);
        } catch (IOException e) {
            throw new Fault(new ErrorFacts(
                    null, null, "the upstream answered with a number that cannot be read", true, 0, null));
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
