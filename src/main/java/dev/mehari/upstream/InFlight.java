package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.config.Upstream;
import dev.mehari.config.Upstream.Timeouts;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.embedding.EmbeddingTranslation;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * An attempt while its connection is open: knows which timer runs, and can be stopped from outside.
 *
 * <pre>
 *   CONNECT -- request sent --> HEADERS -- status line --> FIRST_EVENT -- event --> GAP -- event --> GAP ...
 *      | a body passes through       ^
 *      +--> SENDING -- all sent -----+
 * </pre>
 *
 * Moved on by the thread of its call; looked at by the thread of {@link Timers}.
 */
public final class InFlight {
    /** What is being waited for. */
    public enum Phase {
        CONNECT,
        SENDING,
        HEADERS,
        FIRST_EVENT,
        GAP
    }

    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    private final Call call;
    private final Attempt attempt;
    private final Upstream upstream;
    private Protocol protocol;
    private final Timers timers;
    private final Clock clock;
    private final PhaseTimer timer;
    private volatile boolean completed;
    private volatile boolean stopping;
    private volatile @Nullable Runnable stop;
    private @Nullable Translation translation;
    private @Nullable EmbeddingTranslation embedding;
    private List<Loss> takenOut = List.of();
    private boolean wholeForStream;
    private final Evidence evidence = new Evidence();
    private boolean countedHere;
    private boolean validated;
    private boolean formatted;
    private boolean counted;
    private final CompletableFuture<Optional<UpstreamFailure>> over = new CompletableFuture<>();

    InFlight(
            Call call,
            Attempt attempt,
            Upstream upstream,
            Protocol protocol,
            Timeouts timeouts,
            Timers timers,
            Clock clock) {
        this.call = call;
        this.attempt = attempt;
        this.upstream = upstream;
        this.protocol = protocol;
        this.timer = new PhaseTimer(call, upstream, timeouts);
        this.timers = timers;
        this.clock = clock;
    }

    /** Ends the attempt: its timers stop, its outcome is noted. The first end counts. Thread of the call. */
    public void end(@Nullable ErrorKind error) {
        timers.end(this);
        noteLosses();
        noteStop();
        if (attempt.endedAt() == null) {
            attempt.ended(clock.instant(), error);
            LOG.atLevel(upstream.verbose() ? Level.INFO : Level.DEBUG)
                    .log(
                            "call {}: attempt at {} ended with status {}, {}, stopped: {}, lost: {}",
                            call.getId(),
                            attempt.target(),
                            attempt.status(),
                            error == null ? "no error" : error.code(),
                            attempt.stopReason(),
                            attempt.losses());
        }
    }

    public Call call() {
        return call;
    }

    public Attempt attempt() {
        return attempt;
    }

    public Upstream upstream() {
        return upstream;
    }

    /** The protocol that is spoken with the upstream. */
    Protocol protocol() {
        return protocol;
    }

    /** Speaks another protocol with an upstream that has several. */
    void speak(Protocol other) {
        protocol = other;
    }

    /** The call goes to the upstream in this translation. */
    void translated(Translation other) {
        translation = other;
        noteLosses();
    }

    /** The call goes to the upstream as it came, but for this of its history. */
    void tookOut(List<Loss> losses) {
        takenOut = List.copyOf(losses);
        if (!takenOut.isEmpty()) {
            noteLosses(List.of());
        }
    }

    /** The call asks for vectors, and goes to the upstream in this way. */
    void embeds(EmbeddingTranslation vectors) {
        embedding = vectors;
        noteLosses();
    }

    /** Null when the call asks for something else than vectors. */
    @Nullable
    EmbeddingTranslation embedding() {
        return embedding;
    }

    /** An answer loses its part, so this is said again as it comes. */
    private void noteLosses() {
        if (translation != null) {
            noteLosses(translation.losses());
        } else if (embedding != null && !embedding.passes()) {
            noteLosses(embedding.losses());
        }
    }

    /** An answer that passes has its word in it. */
    private void noteStop() {
        ChatEvent.Stopped stopped = translation == null || !translation.ofRequest() ? null : translation.stopped();
        if (stopped != null && stopped.raw() != null) {
            attempt.stopped(stopped.raw(), stopped.reason().narrowed());
        }
    }

    private void noteLosses(List<Loss> losses) {
        attempt.translated(
                protocol,
                Stream.concat(takenOut.stream(), losses.stream())
                        .map(Loss::toString)
                        .toList());
    }

    /** Null when the bytes pass as they came. */
    public @Nullable Translation translation() {
        return translation;
    }

    /** Whether the upstream was asked for a whole reply of which a stream is to be made. */
    boolean wholeForStream() {
        return wholeForStream;
    }

    /** The upstream cannot stream: it is asked for a whole reply. */
    void askWhole() {
        wholeForStream = true;
    }

    /** A piece of a body that passes through is on its way. How long all of it takes is up to its caller. */
    public void sending() {
        timer.sending();
    }

    /** All of a body that passes through is sent. */
    public void sent() {
        timer.sent();
    }

    /** What is kept for counting what the attempt used. */
    Evidence evidence() {
        return evidence;
    }

    /** Whether the upstream turned out not to count tokens, so that they are counted here. */
    boolean countedHere() {
        return countedHere;
    }

    /** The upstream turns out not to count tokens. */
    void countHere() {
        countedHere = true;
    }

    /** Whether the upstream may have the request: a connection stood. */
    boolean wasSent() {
        return timer.phase() != Phase.CONNECT;
    }

    /** Its answer is held against the upstream's protocol. */
    public void validate() {
        validated = true;
    }

    /** Whether the answer is held against the upstream's protocol: always, where something else is made of it. */
    boolean isValidated() {
        return validated || translation != null;
    }

    /** Its answer is written in the caller's protocol, where it does not come so. */
    public void format() {
        formatted = true;
    }

    boolean isFormatted() {
        return formatted || translation == null;
    }

    /** The tokens of its answer are noted. */
    public void count() {
        counted = true;
    }

    boolean isCounted() {
        return counted;
    }

    /** Starts the timer of a phase; entering the same phase again starts it anew. */
    public void enter(Phase next) {
        timer.enter(next);
    }

    /** The caller is waited for, and not the upstream: its timer stands still until {@link #goOn}, or the next phase. */
    public void rest() {
        timer.rest();
    }

    /** The upstream is waited for again. */
    void goOn() {
        timer.goOn();
    }

    /** An event is on its way to the caller. */
    void event() {
        timer.event();
    }

    /** The answer is committed: from now on only the gaps between events are timed. */
    void commit() {
        noteLosses();
        timer.commit();
    }

    /** Whether the caller's own spelling of the model was sent, by a wildcard or as upstream/model. */
    boolean ofCallersName() {
        String alias = call.getAlias();
        return alias != null
                && (alias.endsWith("*") || alias.equals(attempt.target().toString()));
    }

    /** A way to stop is known from now on; it is used at once when it should have been used before. */
    public void stoppable(Runnable howToStop) {
        stop = howToStop;
        if (isStopped()) {
            howToStop.run();
        }
    }

    /** Stops what waits, whatever it waits for. Any thread. */
    public void stop() {
        Runnable how = stop;
        if (how != null) {
            how.run();
        }
    }

    /** Called by the clockwork: stops the attempt when its timer ran out. */
    void check(long now) {
        if (timer.runsOut(now)) {
            // Closing a connection may block; the clockwork must not.
            Thread.ofVirtual().name("mehari-stop").start(this::stop);
        }
    }

    /** Whether it was stopped: by a timer, by the caller's leaving or by the gateway's stop. Any thread. */
    public boolean isStopped() {
        return timer.isExpired() || stopping || call.isCancelled();
    }

    /** The gateway stops: ends what waits, and says so. Any thread. */
    void shutDown() {
        stopping = true;
        stop();
    }

    /** Why waiting failed: our timer, the caller's leaving, or the connection. */
    public UpstreamFailure failure(@Nullable IOException cause) {
        if (call.isCancelled()) {
            return UpstreamFailure.other(new Refusal(ErrorKind.CLIENT_CANCELLED, "the caller closed the connection"));
        }
        if (stopping) {
            return UpstreamFailure.other(Timers.stopping());
        }
        String name = "upstream \"" + upstream.name() + "\"";
        UpstreamFailure late = timer.late(name, cause);
        if (late != null) {
            return late;
        }
        boolean connecting = timer.phase() == Phase.CONNECT;
        return UpstreamFailure.fault(new Refusal(
                ErrorKind.UPSTREAM_UNREACHABLE,
                name + (connecting ? " could not be reached" : " closed the connection") + why(cause)));
    }

    /** For the caller, who knows nothing of our classes. */
    private static String why(@Nullable IOException cause) {
        return switch (cause) {
            case UnknownHostException e -> ": its host name is not known";
            case SSLException e -> ": TLS failed";
            case null, default -> "";
        };
    }

    /** How the reply ended; null when well. The first word counts. Any thread. */
    void over(@Nullable UpstreamFailure failure) {
        over.complete(Optional.ofNullable(failure));
    }

    /**
     * Tells how the reply ended, empty when well: at once when it has ended, else on the thread that sees the end. Not
     * at all when no reply began.
     */
    public void whenOver(Consumer<Optional<UpstreamFailure>> told) {
        var unused = over.thenAccept(told);
    }

    /** The reply was read to its good end: the connection may serve again. */
    void completed() {
        completed = true;
    }

    /** Whether the reply was read to its good end, so that only its closing bytes may be missing. */
    public boolean isCompleted() {
        return completed;
    }
}
