package dev.mehari.config;

import dev.mehari.config.CredentialPool.Rotation;
import dev.mehari.config.Shape.Choice;
import dev.mehari.config.Shape.Time;
import dev.mehari.config.Shape.Whole;
import java.util.Arrays;
import java.util.List;

/** Reads how an upstream's credentials and targets are left alone and used again. */
final class PoolReader {
    private static final int LARGEST_WINDOW = 10_000;
    private static final int MOST_ERRORS = 1_000_000;
    private static final Choice ROTATION =
            new Choice(Arrays.stream(Rotation.values()).map(Rotation::id).toList(), List.of());
    private static final Cooldown USUAL = Cooldown.DEFAULT;
    private static final CredentialPool POOL = CredentialPool.DEFAULT;

    static final Keys COOLDOWN = Keys.of(
            Key.of(
                            "rate-limited",
                            new Time(true),
                            "How long a credential is left alone after a 429 that names no time; 0s for not at all.")
                    .usually(USUAL.rateLimited()),
            Key.of("failure-rate", new Whole(1, 100), "Percent of failed attempts from which a target is left alone.")
                    .usually(USUAL.failureRate()),
            Key.of("window", new Whole(1, LARGEST_WINDOW), "How many last attempts at a target count.")
                    .usually(USUAL.window()),
            Key.of(
                            "minimum-calls",
                            new Whole(1, LARGEST_WINDOW),
                            "With fewer attempts than these no target is left alone; at most the window.")
                    .usually(USUAL.minimumCalls()),
            Key.of("for", new Time(false), "How long a failing target is left alone, until one call tries it.")
                    .usually(USUAL.span()),
            Key.of("longest", new Time(true), "The longest that anything is left alone; 0s: nothing ever is.")
                    .usually(USUAL.longest()));

    static final Keys CREDENTIAL_POOL = Keys.of(
            Key.of("rotation", ROTATION, "Which of the credentials that are well is next.")
                    .usually(POOL.rotation().id()),
            Key.of("degraded-after", new Whole(1, MOST_ERRORS), "Errors in a row after which one is degraded.")
                    .usually(POOL.degradedAfter()),
            Key.of(
                            "blacklisted-after",
                            new Whole(1, MOST_ERRORS),
                            "Refusals in a row, each after a rest, after which one is blacklisted.")
                    .usually(POOL.blacklistedAfter()),
            Key.of("rest", new Time(false), "How long a degraded one is passed over before a call tries it.")
                    .usually(POOL.rest()),
            Key.of(
                            "probe-after",
                            new Time(true),
                            "How long a blacklisted one is left alone before one call tries it; 0s: until it is reset.")
                    .usually(POOL.probeAfter()),
            Key.of(
                            "health-check-interval",
                            new Time(true),
                            "Time between two checks that cost nothing, the list of models; 0s for none.")
                    .usually(POOL.healthCheckInterval()));

    private PoolReader() {}

    static Cooldown cooldown(Table upstream) {
        Table table = upstream.table("cooldown", COOLDOWN);
        int window = table.integer("window", USUAL.window());
        int minimum = table.integer("minimum-calls", Math.min(USUAL.minimumCalls(), window));
        Value written = table.get("minimum-calls");
        if (written != null && minimum > window) {
            written.fault("\"minimum-calls\" is " + minimum + ", more than the window of " + window);
        }
        return new Cooldown(
                table.duration("rate-limited", USUAL.rateLimited()),
                table.integer("failure-rate", USUAL.failureRate()),
                window,
                minimum,
                table.duration("for", USUAL.span()),
                table.duration("longest", USUAL.longest()));
    }

    static CredentialPool pool(Table upstream) {
        Table table = upstream.table("credential-pool", CREDENTIAL_POOL);
        Value word = table.get("rotation");
        String said = word == null ? null : word.choice(ROTATION);
        Rotation rotation = Arrays.stream(Rotation.values())
                .filter(one -> one.id().equals(said))
                .findFirst()
                .orElse(POOL.rotation());
        return new CredentialPool(
                rotation,
                table.integer("degraded-after", POOL.degradedAfter()),
                table.integer("blacklisted-after", POOL.blacklistedAfter()),
                table.duration("rest", POOL.rest()),
                table.duration("probe-after", POOL.probeAfter()),
                table.duration("health-check-interval", POOL.healthCheckInterval()));
    }
}
