package dev.mehari.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to us, from bytes in to settled. It is the body of every message in the routes.
 *
 * <p>A call belongs to one thread at a time: the container's thread that brought it. Only {@link #cancel},
 * {@link #isCancelled}, {@link #isFinished} and {@link #keepalive()} may be called by others. The getters that start with {@code get} or {@code is} are what YAML
 * routes read ({@code ${body.model}}, {@code ${body.header('x-tier')}}, {@code ${body.field('temperature')}}).
 */
public final class Call {
    private final String id;
    private final Protocol protocol;
    private final Operation operation;
    private final CallTimes times;
    private final Map<String, String> headers;
    private final @Nullable String pathModel;
    private final boolean stream;
    private final boolean eventStream;
    private @Nullable RequestBody request;

    private @Nullable ThinkingShown thinking;
    private @Nullable String presentedKey;
    private @Nullable Caller caller;
    private @Nullable String model;
    private @Nullable String alias;
    private List<Target> aliasTargets = List.of();
    private final Deque<Target> plan = new ArrayDeque<>();
    private @Nullable Target target;
    private final List<Attempt> attempts = new ArrayList<>();
    private @Nullable Reply reply;
    private @Nullable Refusal refusal;
    private @Nullable Reply lastWords;
    private @Nullable String label;
    private Duration pause = Duration.ZERO;
    private boolean waited;
    private boolean spent;
    private boolean estimated;
    private boolean countsHere;
    private volatile Duration keepalive = Duration.ZERO;

    private final List<Runnable> endings = new ArrayList<>();
    private boolean ended;
    private volatile boolean finished;
    private volatile boolean cancelled;
    private volatile @Nullable Runnable onCancel;

    /** A call for an answer of a model; the parameters are those of the other constructor. */
    public Call(
            String id,
            Protocol protocol,
            Instant receivedAt,
            Map<String, String> headers,
            @Nullable RequestBody request,
            @Nullable String pathModel,
            boolean stream,
            boolean eventStream) {
        this(id, protocol, Operation.CHAT, receivedAt, headers, request, pathModel, stream, eventStream);
    }

    /**
     * @param id ours, unique; the value of {@code x-request-id}
     * @param headers the caller's headers by lower-case name, without credentials
     * @param request null when the protocol could not read it (the call is refused then)
     * @param pathModel the model in the path, for protocols that name it there; null otherwise
     * @param stream whether the caller asked for a stream
     * @param eventStream whether that stream is server-sent events (false: a JSON array in pieces)
     */
    public Call(
            String id,
            Protocol protocol,
            Operation operation,
            Instant receivedAt,
            Map<String, String> headers,
            @Nullable RequestBody request,
            @Nullable String pathModel,
            boolean stream,
            boolean eventStream) {
        this.id = id;
        this.protocol = protocol;
        this.operation = operation;
        this.times = new CallTimes(receivedAt);
        this.headers = headers;
        this.request = request;
        this.pathModel = pathModel;
        this.stream = stream;
        this.eventStream = eventStream;
        this.model = pathModel != null ? pathModel : request == null ? null : request.model();
    }

    // What the caller sent

    public String getId() {
        return id;
    }

    public Protocol getProtocol() {
        return protocol;
    }

    public Operation operation() {
        return operation;
    }

    public CallTimes times() {
        return times;
    }

    /** A request header by name, in any case; null when the caller did not send it. Credentials are never among them. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** A field of the request body, see {@link RequestBody#field}; null once the body is let go. */
    public @Nullable Object field(String path) {
        RequestBody body = request;
        return body == null ? null : body.field(path);
    }

    /** The request body, null once it is let go. */
    public @Nullable RequestBody request() {
        return request;
    }

    /** Another request in place of the one that came, for all that is sent from now on. */
    public void request(RequestBody changed) {
        request = changed;
    }

    /** Lets the request's bytes go: called when the answer is committed and nothing will be sent again. */
    public void releaseRequest() {
        request = null;
    }

    public @Nullable String pathModel() {
        return pathModel;
    }

    public boolean isStream() {
        return stream;
    }

    public boolean isEventStream() {
        return eventStream;
    }

    /** How the caller wants thinking to be shown, null when that was not said. */
    public @Nullable ThinkingShown thinking() {
        return thinking;
    }

    public void thinking(@Nullable ThinkingShown shown) {
        thinking = shown;
    }

    /** The model the caller named or was given by default, null while there is none. */
    public @Nullable String getModel() {
        return model;
    }

    /** Gives a call that named no model one. */
    public void defaultModel(String name) {
        if (model == null) {
            model = name;
        }
    }

    /** The caller's own request id, kept as a label in the row. */
    public @Nullable String label() {
        return label;
    }

    public void label(@Nullable String text) {
        label = text;
    }

    // Who is calling

    /** The credential as the caller sent it, null when none was sent. It stays only until it is taken. */
    public void presentedKey(@Nullable String credential) {
        presentedKey = credential;
    }

    /** Gives the caller's credential away and forgets it, so that no later step, log or dump of the call can hold it. */
    public @Nullable String takePresentedKey() {
        String taken = presentedKey;
        presentedKey = null;
        return taken;
    }

    /** Null until the key was checked. */
    public @Nullable Caller getCaller() {
        return caller;
    }

    public void authenticated(Caller who) {
        caller = who;
    }

    // Where it goes

    /** The alias that matched, null until resolved. */
    public @Nullable String getAlias() {
        return alias;
    }

    /** The targets written in the alias, with wildcards filled in. */
    public List<Target> aliasTargets() {
        return aliasTargets;
    }

    /** Sets the alias and starts the plan with its targets. */
    public void resolved(String alias, List<Target> targets) {
        this.alias = alias;
        this.aliasTargets = List.copyOf(targets);
        plan(targets);
    }

    /** Replaces what is left of the plan. */
    public void plan(List<Target> targets) {
        plan.clear();
        plan.addAll(targets);
    }

    /** Puts a target at the head of the plan, to be tried no sooner than after a pause. */
    public void again(Target target, Duration pause) {
        plan.addFirst(target);
        this.pause = pause;
    }

    /** How long to wait before the next attempt; asked once, zero after that. */
    public Duration takePause() {
        Duration taken = pause;
        pause = Duration.ZERO;
        return taken;
    }

    /** Notes that the next pause is the one wait of this call for a time that an upstream named. */
    public void waitsOnce() {
        waited = true;
    }

    /** Whether the call had its one wait for a time that an upstream named. */
    public boolean waited() {
        return waited;
    }

    public List<Target> getPlan() {
        return List.copyOf(plan);
    }

    /** Named as routes write it: a getter would be found only after a search through all others, at every call. */
    public boolean hasNextTarget() {
        return reply == null && !cancelled && !plan.isEmpty();
    }

    /**
     * Takes the next target off the plan and makes it the current one.
     *
     * @throws IllegalStateException when the plan is empty
     */
    public Target nextTarget() {
        Target next = plan.poll();
        if (next == null) {
            throw new IllegalStateException("the plan is empty");
        }
        target = next;
        return next;
    }

    /** Whether the tokens that are asked for are counted here, because the current target's upstream counts none. */
    public boolean countsHere() {
        return countsHere;
    }

    public void countHere(boolean here) {
        countsHere = here;
    }

    /** The target of the current or last attempt, null before the first. */
    public @Nullable Target getTarget() {
        return target;
    }

    /** Name of the upstream of the current or last attempt, null before the first. */
    public @Nullable String upstream() {
        return target == null ? null : target.upstream();
    }

    // What was tried

    public void attempted(Attempt attempt) {
        attempts.add(attempt);
    }

    public List<Attempt> attempts() {
        return Collections.unmodifiableList(attempts);
    }

    public @Nullable Attempt lastAttempt() {
        return attempts.isEmpty() ? null : attempts.getLast();
    }

    // How it ends

    public boolean isAnswered() {
        return reply != null;
    }

    public @Nullable Reply reply() {
        return reply;
    }

    /** The answer. It replaces an earlier one, which only an error that came in between may do. */
    public void answer(Reply answer) {
        reply = answer;
        if (answer.stream() == null) {
            finished();
        }
    }

    /** The end of the answer is here, and nothing is wanted from an upstream any more. */
    public void finished() {
        finished = true;
    }

    /** Whether the end of the answer is here: a caller who is gone by then may have read all of it. Any thread. */
    public boolean isFinished() {
        return finished;
    }

    /** Why the call failed, null while it has not. */
    public @Nullable Refusal refusal() {
        return refusal;
    }

    /** Notes why the call failed; the first reason counts, a later one is its consequence. */
    public void failed(Refusal why) {
        if (refusal == null) {
            refusal = why;
        }
    }

    /** What the last failed target said, fit to be shown when no other answers; null when it said nothing fit. */
    public @Nullable Reply lastWords() {
        return lastWords;
    }

    public void lastWords(@Nullable Reply said) {
        lastWords = said;
    }

    /** Forgets a failure that another target made good. */
    public void recovered() {
        refusal = null;
    }

    /** The gateway did all that could help: a client that repeats the call would only multiply its attempts. */
    public void spent() {
        spent = true;
    }

    /** Whether the call failed after all that could help was done. */
    public boolean isSpent() {
        return spent;
    }

    /** How long the caller of a stream may hear nothing before a sign of life is sent; zero for never. Any thread. */
    public Duration keepalive() {
        return keepalive;
    }

    public void keepalive(Duration silence) {
        keepalive = silence;
    }

    /** The tokens of the answer, or of what the call used, are a count of ours. */
    public void estimated() {
        estimated = true;
    }

    /** Whether tokens were counted here because the upstream did not. */
    public boolean isEstimated() {
        return estimated;
    }

    /** What the last attempt used, as far as it is known; nothing when it failed before any of its answer came. */
    public Usage usage() {
        Usage reported = reported();
        return reported == null ? Usage.NONE : reported;
    }

    /** Whether it is known what the last attempt used: its upstream reported it, or it was counted here. */
    public boolean usageKnown() {
        return reported() != null;
    }

    private @Nullable Usage reported() {
        Attempt last = lastAttempt();
        return last == null || !last.worked() ? null : last.usage();
    }

    /** What the current attempt's upstream reported; its last report counts. */
    public void used(Usage reported) {
        Attempt current = lastAttempt();
        if (current != null) {
            current.used(reported);
        }
    }

    /** Runs the step once when the call ends, whatever way it ends; the last registered runs first. */
    public void atEnd(Runnable step) {
        endings.add(step);
    }

    /** Ends the call: runs every {@link #atEnd} step once, even when one of them fails. Further calls do nothing. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        RuntimeException first = null;
        for (Runnable step : endings.reversed()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    // The caller left

    /** Whether the caller has gone. Any thread. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** The caller has gone: stops what waits for the upstream. Any thread. */
    public void cancel() {
        cancelled = true;
        Runnable stop = onCancel;
        if (stop != null) {
            stop.run();
        }
    }

    /** What {@link #cancel} runs from now on; null for nothing. Runs at once when the caller has gone already. */
    public void onCancel(@Nullable Runnable stop) {
        onCancel = stop;
        if (stop != null && cancelled) {
            stop.run();
        }
    }
}
