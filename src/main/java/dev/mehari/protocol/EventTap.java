package dev.mehari.protocol;

import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.StreamWatch.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A reply stream on its way to the caller: one event a read, while a {@link StreamWatch} hears what passes.
 *
 * <pre>
 *            event
 *            +---+
 *            v   |    terminal marker, error event, end of bytes, reading failed, ended or refused by a step of ours
 *   ---->  passing ----------------------------------------------------------------> over
 *            |                                                                        ^
 *            +--------------------------------- close --------------------------------+
 * </pre>
 *
 * The step to {@code over} tells {@link StreamWatch#ended} and is taken once. It comes before the last bytes are handed
 * out, so a caller who leaves after reading them has still been served in full. What the upstream sends after it is
 * never read.
 *
 * <p>One thread reads. Any thread may close: the upstream's own close then wakes the reader, which sees the end.
 */
public final class EventTap extends InputStream {
    private static final Slice NOTHING = new Slice(new byte[0], 0, 0);

    private final InputStream upstream;
    private final EventSource events;
    private final EventJudge judge;
    private final StreamWatch watch;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ReentrantLock telling = new ReentrantLock();

    private final Handout out = new Handout();
    private Relay relay;
    private boolean over;

    /**
     * @param upstream what {@code events} reads from; closed with this stream
     */
    public EventTap(InputStream upstream, EventSource events, EventJudge judge, StreamWatch watch) {
        this.upstream = upstream;
        this.events = events;
        this.judge = judge;
        this.watch = watch;
        this.relay = new PassedOn(judge);
    }

    /** What the upstream has said up to now and not reported as usage. Once the stream is over, any thread. */
    public Said said() {
        return judge.said();
    }

    /** Puts the events before the caller in another way; before the first is read. */
    EventTap through(Relay other) {
        relay = other;
        return this;
    }

    @Override
    public int read() {
        return fill() ? out.take() : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        return fill() ? out.take(into, offset, length) : -1;
    }

    /** Bytes left of the event that is being handed out. */
    @Override
    public int available() {
        return out.left();
    }

    /**
     * Closes the upstream. Before the end of the stream it is told to the watch as {@link Failure#BROKEN}; what the
     * watch answers goes nowhere, since nobody reads on.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            upstream.close();
        } catch (IOException e) {
            // The connection is given up either way, and the caller can do nothing about it.
        } finally {
            telling.lock();
            try {
                if (!over) {
                    end(Failure.BROKEN);
                }
            } finally {
                telling.unlock();
            }
        }
    }

    private boolean fill() {
        while (!closed.get()) {
            if (out.ready()) {
                return true;
            }
            if (over) {
                return false;
            }
            advance();
        }
        return false;
    }

    private void advance() {
        WireEvent event = null;
        boolean broken = false;
        try {
            event = events.next();
        } catch (IOException e) {
            broken = true;
        }
        telling.lock();
        try {
            if (over) {
                return;
            }
            if (event != null) {
                take(event);
            } else if (judge.complete()) {
                // Also when the connection broke: every answer has its stop reason, nothing of worth is lost.
                stand(relay.end(out), NOTHING);
            } else {
                fail(broken ? Failure.BROKEN : Failure.INCOMPLETE);
            }
        } finally {
            telling.unlock();
        }
    }

    private void take(WireEvent event) {
        EventJudge.Verdict verdict = judge.judge(event);
        if (verdict == EventJudge.Verdict.MALFORMED && !watch.validates()) {
            verdict = EventJudge.Verdict.UNREADABLE;
        }
        Usage usage = judge.usage();
        if (usage != null) {
            watch.usage(usage);
            judge.said().reported();
        }
        switch (verdict) {
            case CONTENT -> content(event);
            case PASS -> {
                watch.event();
                stand(relay.show(event, out), event.data());
            }
            case QUIET, UNREADABLE -> {
                // A half event is nothing to the caller, but for one whose data says that only the blank line is
                // missing.
                if (event.whole()) {
                    stand(relay.show(event, out), event.data());
                } else {
                    relay.hide(event, out);
                }
            }
            case MALFORMED -> {
                relay.hide(event, out);
                // A half event is the end of the bytes, which is told next; behind a whole answer nothing is lost.
                if (event.whole() && !judge.complete()) {
                    fail(Failure.MALFORMED);
                }
            }
            case HIDE -> relay.hide(event, out);
            case LAST -> {
                tell(relay.said());
                watch.event();
                stand(relay.last(event, out), event.data());
            }
            case CUT -> {
                relay.hide(event, out);
                fail(Failure.INCOMPLETE);
            }
            case ERROR -> {
                watch.error(ErrorBody.read(event.data()), event.data());
                Refusal instead = end(Failure.UPSTREAM_ERROR_EVENT);
                if (instead == null) {
                    relay.error(event, out);
                } else {
                    relay.hide(event, out);
                    relay.failure(instead, out);
                }
            }
        }
    }

    private void content(WireEvent event) {
        boolean said = relay.said();
        tell(said);
        watch.event();
        stand(relay.show(event, out), event.data());
        if (!said && !over) {
            tell(relay.said());
            if (!relay.said()) {
                watch.held();
            }
        }
    }

    private void tell(boolean said) {
        if (said) {
            watch.content();
        }
    }

    /** @param words what the upstream said last */
    private void stand(Standing standing, Slice words) {
        switch (standing) {
            case Standing.Open open -> {}
            case Standing.Complete complete -> {
                watch.content();
                end(null);
            }
            case Standing.EndedHere here -> {
                watch.content();
                end(Failure.ENDED_HERE);
            }
            case Standing.Incomplete incomplete -> fail(Failure.INCOMPLETE);
            case Standing.Failed(ErrorFacts facts) -> {
                watch.error(facts, words);
                fail(Failure.UPSTREAM_ERROR_EVENT);
            }
            case Standing.Refused(Refusal why) -> {
                watch.refused(why);
                fail(Failure.REFUSED);
            }
        }
    }

    private void fail(Failure failure) {
        Refusal refusal = end(failure);
        if (refusal != null) {
            relay.failure(refusal, out);
        }
    }

    private @Nullable Refusal end(@Nullable Failure failure) {
        over = true;
        return watch.ended(failure);
    }
}
