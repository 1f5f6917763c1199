package dev.mehari.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks that passes through to an upstream: any method, any path below its base URL, any body. Belongs to the
 * thread of its call.
 *
 * <p>Path, query and body name models, the body perhaps late: {@link #guard} holds each of them against what a key may use.
 */
public final class Passthrough {
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final PassedBody body;
    private final List<String> models = new ArrayList<>();
    private @Nullable Refusal unreadable;
    private @Nullable Consumer<String> guard;
    private @Nullable String upstream;

    /**
     * @param path below the upstream's base URL, percent-encoded, without a segment that climbs; empty or with a slash first
     * @param query percent-encoded, without credentials; null when there is none
     */
    public Passthrough(String method, String path, @Nullable String query, PassedBody body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.body = body;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public @Nullable String query() {
        return query;
    }

    public PassedBody body() {
        return body;
    }

    /** Whether sending it twice comes to the same as sending it once, as HTTP has it. */
    public boolean isIdempotent() {
        return REPEATABLE.contains(method);
    }

    /** The upstream it goes to, null until one is found that the key may use. */
    public @Nullable String upstream() {
        return upstream;
    }

    /** Says where it goes: from now on it may. */
    public void goesTo(String name) {
        upstream = name;
    }

    /** The first model that it names, null when it names none or did not yet. */
    public @Nullable String model() {
        return models.stream().filter(model -> !model.isBlank()).findFirst().orElse(null);
    }

    /**
     * It names a model.
     *
     * @throws Refusal when the key may not use it
     */
    public void named(String model) {
        if (guard != null) {
            guard.accept(model);
        }
        if (guard == null || models.isEmpty()) {
            models.add(model);
        }
    }

    /**
     * Which models it names cannot be seen.
     *
     * @throws Refusal when that matters
     */
    public void unreadable(Refusal why) {
        if (guard != null) {
            throw why;
        }
        unreadable = why;
    }

    /**
     * Holds all models, those that it named and those that it will, against what its key may use.
     *
     * @param allowed throws for a model that the key may not use
     * @throws Refusal for one of them, or when it cannot be seen which there are
     */
    public void guard(Consumer<String> allowed) {
        guard = allowed;
        if (unreadable != null) {
            throw unreadable;
        }
        models.forEach(allowed);
    }
}
