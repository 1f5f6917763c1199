package dev.mehari.protocol;

import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Events of one protocol as those of another: decoded, taken through the steps between, and encoded at once. */
final class Translated implements Relay {
    private final AnswerDecoder decoder;
    private final AnswerEncoder encoder;
    private final Consumer<ChatEvent> events;
    private final BooleanSupplier endedHere;
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream(512);
    private @Nullable ErrorFacts failed;
    private boolean said;

    /**
     * @param between puts the steps before a consumer
     * @param endedHere whether one of them has ended the answer
     */
    Translated(
            AnswerDecoder decoder,
            UnaryOperator<Consumer<ChatEvent>> between,
            BooleanSupplier endedHere,
            AnswerEncoder encoder) {
        this.decoder = decoder;
        this.encoder = encoder;
        this.events = between.apply(this::encode);
        this.endedHere = endedHere;
    }

    private void encode(ChatEvent event) {
        if (event instanceof ChatEvent.Failed(ErrorFacts facts)) {
            failed = failed == null ? facts : failed;
        } else if (failed == null) {
            said |= says(event);
            encoder.take(event, ready::writeBytes);
        }
    }

    private static boolean says(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Opened e -> true;
            case ChatEvent.Delta e -> true;
            case ChatEvent.Signed e -> true;
            case ChatEvent.Closed e -> true;
            case ChatEvent.Stopped e -> true;
            case ChatEvent.Started e -> false;
            case ChatEvent.Reported e -> false;
            case ChatEvent.Failed e -> false;
            case ChatEvent.Ping e -> false;
            case ChatEvent.Unknown e -> false;
        };
    }

    @Override
    public boolean said() {
        return said;
    }

    @Override
    public Standing show(WireEvent event, Handout out) {
        Standing standing = decoded(event);
        if (standing instanceof Standing.EndedHere) {
            encoder.end(ready::writeBytes);
        }
        if (standing instanceof Standing.Open || standing instanceof Standing.EndedHere) {
            flush(out);
        }
        return standing;
    }

    @Override
    public void hide(WireEvent event, Handout out) {}

    @Override
    public Standing last(WireEvent event, Handout out) {
        Standing standing = decoded(event);
        return standing instanceof Standing.Open ? end(out) : concluded(standing, out);
    }

    @Override
    public Standing end(Handout out) {
        try {
            boolean whole = decoder.end(events);
            Standing now = standing();
            return concluded(whole || now instanceof Standing.Failed ? now : Standing.INCOMPLETE, out);
        } catch (Refusal refused) {
            return new Standing.Refused(refused);
        }
    }

    /** The upstream is at its end: what was not complete by now never will be. */
    private Standing concluded(Standing standing, Handout out) {
        return switch (standing) {
            case Standing.Open s -> complete(out);
            case Standing.Complete s -> complete(out);
            case Standing.EndedHere s -> complete(out);
            case Standing.Incomplete s -> s;
            case Standing.Failed s -> s;
            case Standing.Refused s -> s;
        };
    }

    private Standing complete(Handout out) {
        encoder.end(ready::writeBytes);
        flush(out);
        return Standing.COMPLETE;
    }

    /** Its words are of another protocol: whoever knows them tells the caller by {@link #failure}. */
    @Override
    public void error(WireEvent event, Handout out) {}

    @Override
    public void failure(Refusal refusal, Handout out) {
        ready.writeBytes(encoder.failure(refusal));
        flush(out);
    }

    private Standing decoded(WireEvent event) {
        try {
            decoder.event(event.name(), event.data(), events);
        } catch (IOException e) {
            // Data that is no JSON of the protocol: in a stream that passes it would be the caller's to skip.
            return Standing.OPEN;
        } catch (Refusal refused) {
            return new Standing.Refused(refused);
        }
        if (failed == null) {
            encoder.flush(ready::writeBytes);
        }
        return standing();
    }

    private Standing standing() {
        if (failed != null) {
            return new Standing.Failed(failed);
        }
        return endedHere.getAsBoolean() ? Standing.ENDED_HERE : Standing.OPEN;
    }

    private void flush(Handout out) {
        if (ready.size() > 0) {
            out.follow(ready.toByteArray());
            ready.reset();
        }
    }
}
