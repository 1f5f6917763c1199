package dev.mehari.protocol;

import dev.mehari.call.Refusal;
import dev.mehari.protocol.Codec.ErrorFacts;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.ToolsBack;
import dev.mehari.protocol.chat.Written;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events of one protocol as those of another: decoded, and encoded at once. */
final class Translated implements Relay {
    private final AnswerDecoder decoder;
    private final AnswerEncoder encoder;
    private final Consumer<ChatEvent> events;
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream(512);
    private @Nullable ErrorFacts failed;

    Translated(Written written, AnswerDecoder decoder, AnswerEncoder encoder) {
        this.decoder = decoder;
        this.encoder = encoder;
        this.events = new ToolsBack(written, this::encode);
    }

    private void encode(ChatEvent event) {
        if (event instanceof ChatEvent.Failed(ErrorFacts facts)) {
            failed = failed == null ? facts : failed;
        } else if (failed == null) {
            encoder.take(event, ready::writeBytes);
        }
    }

    @Override
    public @Nullable Flaw show(WireEvent event, Handout out) {
        decode(event);
        if (failed != null) {
            return Flaw.of(failed);
        }
        flush(out);
        return null;
    }

    @Override
    public void hide(WireEvent event, Handout out) {}

    @Override
    public @Nullable Flaw last(WireEvent event, Handout out) {
        decode(event);
        return end(out);
    }

    /** The decoder decides: who judges by the look of events takes for whole what cannot be told as a whole. */
    @Override
    public @Nullable Flaw end(Handout out) {
        if (failed == null && !decoder.end(events)) {
            return Flaw.INCOMPLETE;
        }
        if (failed != null) {
            return Flaw.of(failed);
        }
        encoder.end(ready::writeBytes);
        flush(out);
        return null;
    }

    /** Its words are of another protocol: whoever knows them tells the caller by {@link #failure}. */
    @Override
    public void error(WireEvent event, Handout out) {}

    @Override
    public void failure(Refusal refusal, Handout out) {
        ready.writeBytes(encoder.failure(refusal));
        flush(out);
    }

    private void decode(WireEvent event) {
        try {
            decoder.event(event.name(), event.data(), events);
        } catch (IOException e) {
            // Data that is no JSON of the protocol: in a stream that passes it would be the caller's to skip.
            return;
        }
        if (failed == null) {
            encoder.flush(ready::writeBytes);
        }
    }

    private void flush(Handout out) {
        if (ready.size() > 0) {
            out.follow(ready.toByteArray());
            ready.reset();
        }
    }
}
