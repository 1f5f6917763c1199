package dev.mehari.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to us, from bytes in to settled. It is the body of every message in the routes.
 *
 * <p>A call belongs to one thread at a time: the container's thread that brought it. Only
 * {@link #cancellation}, {@link #isCancelled}, {@link #isFinished} and {@link #keepalive()} may be used by others. The getters that start with {@code get} or {@code is} are what YAML
 * routes read ({@code ${body.model}}, {@code ${body.header('x-tier')}}, {@code ${body.field('temperature')}}).
 */
public final class Call {
    private final String id;
    private final Protocol protocol;
    private final Operation operation;
    private final CallTimes times;
    private final Map<String, String> headers;
    private final boolean stream;
    private final boolean eventStream;
    private @Nullable RequestBody request;
    private @Nullable Runnable whenReleased;
    private @Nullable Passthrough passthrough;
    private @Nullable String pinned;

    private @Nullable ThinkingShown thinking;
    private @Nullable String presentedKey;
    private @Nullable Caller caller;
    private @Nullable String model;
    private final Course course;
    private final Attempts attempts;
    private @Nullable Reply reply;
    private @Nullable Refusal refusal;
    private @Nullable Reply lastWords;
    private @Nullable String label;
    private boolean spent;
    private boolean estimated;
    private boolean shadow;
    private @Nullable Race race;
    private @Nullable Preview preview;
    private @Nullable Call adopter;
    private final Decision decision = new Decision();
    private volatile Duration keepalive = Duration.ZERO;

    private final Endings endings = new Endings();
    private volatile boolean finished;
    private final Cancellation cancellation = new Cancellation();

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
        this.stream = stream;
        this.eventStream = eventStream;
        this.model = pathModel != null ? pathModel : request == null ? null : request.model();
        this.course = new Course();
        this.attempts = new Attempts();
    }

    /** A fork or a copy of a call. */
    private Call(Call of, String id, Course course, List<Attempt> before) {
        this.id = id;
        this.protocol = of.protocol;
        this.operation = of.operation;
        this.times = of.times.fork();
        this.headers = of.headers;
        this.request = of.request;
        this.stream = of.stream;
        this.eventStream = of.eventStream;
        this.model = of.model;
        this.pinned = of.pinned;
        this.thinking = of.thinking;
        this.caller = of.caller;
        this.course = course;
        this.attempts = new Attempts(before);
    }

    /**
     * The call once more, for an attempt at its current target beside others. It knows what was tried before, shares nothing
     * that changes, and belongs to the thread that takes it. Thread of this call.
     *
     * @param race of the forks of which one may answer
     */
    public Call fork(Race race) {
        Call fork = new Call(this, id, course.fork(), attempts);
        fork.race = race;
        return fork;
    }

    /**
     * A copy of the call for another target, whose answer nobody gets: with an id and attempts of its own. Thread of this
     * call.
     */
    public Call shadow(Target at) {
        Call copy = new Call(this, id + "-mirror", course.to(at), List.of());
        copy.shadow = true;
        copy.label = id;
        return copy;
    }

    /**
     * A copy of a call that is only explained, to see what would become of it: what happens to the copy happens to nobody.
     * Thread of this call.
     */
    public Call imagined() {
        Call copy = new Call(this, id, course.imagined(), attempts);
        copy.preview = new Preview(null);
        copy.passthrough = passthrough;
        return copy;
    }

    /** Whether it is a copy of another call: nobody waits for it, and nothing it meets may count for others. */
    public boolean isShadow() {
        return shadow;
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

    /** What passes through as it comes; null when the call asks something that we know. */
    public @Nullable Passthrough passthrough() {
        return passthrough;
    }

    /** The call passes through. */
    public void passes(Passthrough what) {
        passthrough = what;
    }

    /** The upstream that the path begins with: the call goes there and nowhere else. Null when its model decides. */
    public @Nullable String pinned() {
        return pinned;
    }

    public void pinned(@Nullable String upstream) {
        pinned = upstream;
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
        if (passthrough != null) {
            passthrough.body().release();
        }
        Runnable step = whenReleased;
        whenReleased = null;
        if (step != null) {
            step.run();
        }
    }

    /** Runs the step once when the request's bytes are let go, should that be before the end of the call. */
    public void whenReleased(Runnable step) {
        whenReleased = step;
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

    /** Why it goes where it goes. */
    public Decision decision() {
        return decision;
    }

    /** It is only asked where this call would go: nothing is sent, and nothing that counts or takes turns moves on. */
    public void explain() {
        explained(new Preview(null));
    }

    /**
     * The same for a caller who is not there to be asked.
     *
     * @param who says, for the credential that was sent or null, whose call it is; throws as the check of a key does
     */
    public void explain(Function<@Nullable String, Caller> who) {
        explained(new Preview(who));
    }

    private void explained(Preview fresh) {
        preview = fresh;
        course.notesPlan();
    }

    /**
     * Whose call it is that is explained; the credential is forgotten like any other.
     *
     * @throws Refusal when the caller would be refused
     */
    public @Nullable Caller explainedFor() {
        return preview().caller(takePresentedKey());
    }

    /**
     * What is found of a call that {@link #isExplained}.
     *
     * @throws IllegalStateException when it is not explained
     */
    public Preview preview() {
        if (preview == null) {
            throw new IllegalStateException("this call is not only explained");
        }
        return preview;
    }

    /** Whether nothing of it is ever sent, see {@link #explain}. */
    public boolean isExplained() {
        return preview != null;
    }

    /** What rules and routes say about this call, for later rules, its row and its metrics. */
    public List<String> getTags() {
        return decision.tags();
    }

    /** The alias that matched, null until resolved. */
    public @Nullable String getAlias() {
        return course.alias();
    }

    /** What its way through the plan is changed by. */
    public Course course() {
        return course;
    }

    /** The targets that are left. */
    public List<Target> getPlan() {
        return course.left();
    }

    /** Named as routes write it: a getter would be found only after a search through all others, at every call. */
    public boolean hasNextTarget() {
        return reply == null && !isCancelled() && course.hasNext();
    }

    /** Whether the next target may be asked beside the current one when that is slow. Named as routes write it. */
    public boolean hedged() {
        return course.hedged();
    }

    /** Whether the tokens that are asked for are counted here, because the current target's upstream counts none. */
    public boolean countsHere() {
        return course.countsHere();
    }

    /** The target of the current or last attempt, null before the first. */
    public @Nullable Target getTarget() {
        return course.target();
    }

    /** Name of the upstream of the current or last attempt, null before the first. */
    public @Nullable String upstream() {
        Target target = course.target();
        return target == null ? null : target.upstream();
    }

    // What was tried

    /**
     * An attempt that a fork made. One that is told of when the call has its answer stands before the last, which is the one
     * that answered, or whose failure decided.
     */
    public void attemptedBeside(Attempt attempt) {
        attempts.addBeside(attempt, reply != null);
    }

    /** What was tried. */
    public Attempts attempts() {
        return attempts;
    }

    /** The upstream's name of the model that an attempt of this call asks for; null when it asks for none. */
    public @Nullable String modelOf(Attempt attempt) {
        return passthrough == null ? attempt.target().model() : passthrough.model();
    }

    // How it ends

    public boolean isAnswered() {
        return reply != null;
    }

    public @Nullable Reply reply() {
        return reply;
    }

    /**
     * Whether an answer to this call may be committed now: of several forks only that of the first that asks. Whoever asks
     * must answer then.
     */
    public boolean claim() {
        return race == null || race.claim(this);
    }

    /**
     * Takes the answer of a fork for its own, and hears from now on what the fork hears of its end. The fork belongs to this
     * call's thread then.
     */
    public void adopt(Call fork) {
        course.turnTo(fork.course.target());
        reply = fork.reply;
        estimated |= fork.estimated;
        times.adopt(fork.times);
        releaseRequest();
        if (fork.refusal != null) {
            failed(fork.refusal);
        }
        fork.adopter = this;
        if (fork.finished) {
            finished();
        }
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
        if (adopter != null) {
            adopter.finished();
        }
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
        if (adopter != null) {
            adopter.failed(why);
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
        if (adopter != null) {
            adopter.estimated();
        }
    }

    /** Whether tokens were counted here because the upstream did not. */
    public boolean isEstimated() {
        return estimated;
    }

    /** Runs the step once when the call ends, whatever way it ends; the last registered runs first. */
    public void atEnd(Runnable step) {
        endings.add(step);
    }

    /** Ends the call: runs every {@link #atEnd} step once, even when one of them fails. Further calls do nothing. */
    public void end() {
        endings.run();
    }

    // The caller left

    /** Whether the caller has gone, or another fork has the answer. Any thread. */
    public boolean isCancelled() {
        return cancellation.isCancelled();
    }

    /** What is stopped when the caller goes. Any thread. */
    public Cancellation cancellation() {
        return cancellation;
    }
}
