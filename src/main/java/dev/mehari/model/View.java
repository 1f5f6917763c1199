package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.FieldTree;
import dev.mehari.call.Protocol;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.config.Field;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call as conditions see it. What none of them asks for is not made: the body is read when the first condition asks for a
 * part of it, then for all parts that any condition knows, in one pass; tokens are counted once, and the clock is read once,
 * so that two conditions cannot see two minutes. Belongs to the thread of its call.
 */
final class View {
    private final Call call;
    private final FieldTree paths;
    private final InputTokens counter;
    private final Clock clock;

    private @Nullable String model;
    private @Nullable String alias;
    private @Nullable Target target;
    private RequestBody.@Nullable Found found;
    private long tokens = -1;
    private @Nullable Instant now;

    /** @param paths what conditions of this configuration look for in bodies */
    View(Call call, FieldTree paths, InputTokens counter, Clock clock) {
        this.call = call;
        this.paths = paths;
        this.counter = counter;
        this.clock = clock;
    }

    /**
     * Of which name the rules that follow decide.
     *
     * @param alias null when the name is nowhere
     * @param target the first that it leads to, whose way of counting tokens is taken; null when there is none
     */
    void of(String model, @Nullable String alias, @Nullable Target target) {
        this.model = model;
        this.alias = alias;
        this.target = target;
    }

    /** String, Number, Boolean, a list of these, {@link RequestBody#OBJECT}, or null when the call has no such thing. */
    @Nullable
    Object at(Field field) {
        return switch (field) {
            case Field.Fact fact -> fact(fact);
            case Field.Header header -> call.header(header.name());
            case Field.Body body -> body(body.path());
            case Field.Time time -> time(time);
        };
    }

    private @Nullable Object fact(Field.Fact fact) {
        Caller caller = call.getCaller();
        return switch (fact) {
            case MODEL -> model;
            case ALIAS -> alias;
            case ENDPOINT -> endpoint(call);
            case PROTOCOL -> call.getProtocol().id();
            case STREAM -> call.isStream();
            case KEY_ID -> caller == null ? null : caller.keyId();
            case KEY_NAME -> caller == null ? null : caller.name();
            case KEY_ROLE -> caller == null ? null : caller.role().name().toLowerCase(Locale.ROOT);
            case KEY_TAGS -> caller == null ? null : orNull(caller.tags());
            case TEAM_NAME -> caller == null ? null : caller.team();
            case TAGS -> orNull(call.getTags());
            case INPUT_TOKENS -> tokens();
        };
    }

    private static @Nullable List<String> orNull(List<String> words) {
        return words.isEmpty() ? null : words;
    }

    private @Nullable Object body(String path) {
        RequestBody.Found known = found;
        if (known == null) {
            RequestBody request = call.request();
            known = request == null ? any -> null : request.find(paths);
            found = known;
        }
        return known.at(path);
    }

    private long tokens() {
        if (tokens < 0) {
            tokens = counter.of(call, target == null ? new Target(Target.ANY, Target.ANY) : target);
        }
        return tokens;
    }

    private Object time(Field.Time time) {
        Instant read = now == null ? clock.instant() : now;
        now = read;
        ZonedDateTime there = read.atZone(time.zone());
        return switch (time.kind()) {
            case DAY ->
                there.getDayOfWeek()
                        .getDisplayName(TextStyle.SHORT, Locale.ROOT)
                        .toLowerCase(Locale.ROOT);
            case DATE -> there.toLocalDate().toEpochDay();
            default -> there.getHour() * 60L + there.getMinute();
        };
    }

    /** The path that a call came by, in its first spelling, whatever the caller's was; without the model that may be in it. */
    static String endpoint(Call call) {
        Protocol protocol = call.getProtocol();
        return switch (call.operation()) {
            case CHAT ->
                switch (protocol) {
                    case OPENAI_CHAT -> "/v1/chat/completions";
                    case OPENAI_COMPLETIONS -> "/v1/completions";
                    case OPENAI_RESPONSES -> "/v1/responses";
                    case ANTHROPIC_MESSAGES -> "/v1/messages";
                    case GEMINI ->
                        call.isStream() ? "/v1beta/models:streamGenerateContent" : "/v1beta/models:generateContent";
                };
            case COUNT_TOKENS ->
                switch (protocol) {
                    case ANTHROPIC_MESSAGES -> "/v1/messages/count_tokens";
                    case GEMINI -> "/v1beta/models:countTokens";
                    case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_RESPONSES -> "/v1/responses/input_tokens";
                };
            case EMBEDDINGS -> protocol == Protocol.GEMINI ? "/v1beta/models:embedContent" : "/v1/embeddings";
            case PASSTHROUGH -> "/" + call.pinned();
        };
    }
}
