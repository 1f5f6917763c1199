package dev.mehari.fake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One thing a reply does, in order. */
sealed interface Step {
    /** What a piece of a stream is for, so that a fault can find the place it wants to hit. */
    enum Kind {
        OPENING,
        TEXT,
        OTHER,
        FINISH,
        USAGE,
        TERMINATOR,
        NOISE
    }

    /** A step that puts bytes on the wire. */
    sealed interface Piece extends Step {
        Kind kind();
    }

    /** An event of a stream; its lines end as the reply says. */
    record Event(Kind kind, @Nullable String name, String data) implements Piece {}

    /** A comment line of an event stream. */
    record Comment(String text) implements Piece {
        @Override
        public Kind kind() {
            return Kind.NOISE;
        }
    }

    /** Body bytes as they are. */
    record Bytes(Kind kind, byte[] bytes) implements Piece {}

    /** Only the first half of a piece. */
    record Half(Piece piece) implements Step {}

    /** The same piece many times, without holding all of it in memory. */
    record Repeat(Piece piece, int times) implements Step {}

    /** Bytes beside the transfer framing: how a broken chunk is made. */
    record Unframed(byte[] bytes) implements Step {}

    record Pause(Duration time) implements Step {}

    /** Waits until the test opens the gate or the peer leaves. */
    record Gate(CountDownLatch latch) implements Step {}

    /** Says nothing until the peer leaves. */
    record Hold() implements Step {}

    /** Closes in good order (FIN), whatever was promised. */
    record Cut() implements Step {}

    /** Resets the connection (RST). */
    record Reset() implements Step {}
}
