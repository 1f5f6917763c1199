package dev.mehari.health;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Target;
import dev.mehari.config.Secret;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of all credentials and targets. It outlives configurations: a credential is known again by its upstream,
 * its id and its secret, so one with a new secret begins anew. Any thread.
 */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** Callers make up names of models; no more targets than these are known at once. */
    private static final int MOST_TARGETS = 10_000;

    private static final int MOST_CREDENTIALS = 10_000;

    private final Clock clock;
    private final Cache<Target, TargetState> targets = Caffeine.newBuilder()
            .maximumSize(MOST_TARGETS)
            .executor(Runnable::run)
            .build();
    private final Cache<Known, CredentialState> credentials = Caffeine.newBuilder()
            .maximumSize(MOST_CREDENTIALS)
            .executor(Runnable::run)
            .build();
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Switches switches = new Switches();
    private volatile Watch watch = Watch.NONE;

    /** A credential with its secret, of which only a hash is kept. */
    private record Known(Subject subject, String secretHash) {}

    public Health(Clock clock) {
        this.clock = clock;
    }

    /** Who is told of changes from now on. */
    public void watchedBy(Watch other) {
        watch = other;
    }

    /** What is known of the credentials and targets of one configuration. */
    public PoolStates of(Snapshot snapshot) {
        Map<String, Pool> pools = new HashMap<>();
        snapshot.upstreams().forEach((name, upstream) -> pools.put(name, pool(upstream)));
        return new PoolStates(this, snapshot, pools);
    }

    private Pool pool(Upstream upstream) {
        List<Pool.Member> members = upstream.credentials().stream()
                .map(credential -> {
                    Subject subject = Subject.credential(upstream.name(), credential.id());
                    Known known = new Known(subject, hash(credential.key()));
                    return new Pool.Member(
                            credential, credentials.get(known, k -> new CredentialState(subject, clock.instant())));
                })
                .toList();
        return new Pool(this, upstream, members, turns.computeIfAbsent(upstream.name(), n -> new AtomicInteger()));
    }

    private static String hash(Secret secret) {
        try {
            byte[] bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What is known of a target, null when nothing is. */
    @Nullable
    TargetState known(Target target) {
        return targets.getIfPresent(target);
    }

    TargetState target(Target target) {
        TargetState known = targets.getIfPresent(target);
        return known == null ? targets.get(target, TargetState::new) : known;
    }

    /** Milliseconds of the clock. */
    long now() {
        return clock.millis();
    }

    Clock clock() {
        return clock;
    }

    Switches switches() {
        return switches;
    }

    /** Logs a change and tells it on; null is none. */
    void tell(@Nullable Change change) {
        if (change == null) {
            return;
        }
        if (change.worse()) {
            LOG.warn("{} is {}: {}", change.subject(), change.to(), change.why());
        } else {
            LOG.info("{} is {}: {}", change.subject(), change.to(), change.why());
        }
        watch.changed(change);
    }

    /** Targets of an upstream that are known. */
    public List<TargetState> targets(String upstream) {
        return targets.asMap().values().stream()
                .filter(state -> state.target().upstream().equals(upstream))
                .sorted(Comparator.comparing(state -> state.target().toString()))
                .toList();
    }

    /** Forgets what speaks against a subject, and what belongs to it. */
    void reset(Subject subject, String because) {
        String name = subject.name();
        switch (subject.kind()) {
            case TARGET ->
                targets.asMap().values().stream()
                        .filter(state -> state.target().toString().equals(name))
                        .forEach(state -> tell(state.back(because)));
            case CREDENTIAL ->
                credentials.asMap().values().stream()
                        .filter(state -> state.subject().equals(subject))
                        .forEach(state -> tell(state.reset(because)));
            case UPSTREAM -> {
                targets(name).forEach(state -> tell(state.back(because)));
                credentials.asMap().values().stream()
                        .filter(state -> state.subject().name().startsWith(name + ":"))
                        .forEach(state -> tell(state.reset(because)));
            }
        }
    }

    void failed(Subject credential, ErrorKind why) {
        watch.failed(credential, why);
    }

    /** What an attempt with a credential cost. */
    void cost(Subject credential, long nanoUsd) {
        watch.cost(credential, nanoUsd);
    }
}
