package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.References;
import dev.mehari.config.Snapshot;
import dev.mehari.live.LiveStatus.Why;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes sets of files live: each is loaded, built, linted and started beside the running generation, and only then does
 * the pointer move. Whatever goes wrong leaves the last good generation in place. Never two changes at once. Any thread.
 */
public final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final long PATIENCE_SECONDS = 30;

    /** Reads and checks a configuration, and has its secrets masked before anything could write them down. */
    public interface Loader {
        /** @throws ConfigException when it cannot be used */
        Snapshot load(FileSet files, References references);
    }

    private final FileSource source;
    private final Loader loader;
    private final GenerationBuilder builder;
    private final Generations generations;
    private final Clock clock;

    private final ReentrantLock one = new ReentrantLock();
    private final GoodSets good = new GoodSets();
    private final Outcomes outcomes = new Outcomes();
    /** Whether the files on disk cannot be used; guarded by the lock. */
    private boolean diskRefused;
    /** Hash of the files on disk that were last tried, or that a rollback was made over. */
    private volatile String tried = "";
    /** What they refer to. */
    private volatile References triedReferences = new References();
    /** What the live generation refers to. */
    private volatile References liveReferences = new References();

    public Changes(FileSource source, Loader loader, GenerationBuilder builder, Generations generations, Clock clock) {
        this.source = source;
        this.loader = loader;
        this.builder = builder;
        this.generations = generations;
        this.clock = clock;
    }

    /**
     * Makes the first generation live.
     *
     * @throws ConfigException when there cannot be one
     */
    public Generation start() {
        Look look = Look.at(source);
        References references = new References();
        FileSet files = look.read();
        Generation first = goLive(Why.START, files, references);
        tried(look.hash(), references);
        return first;
    }

    /**
     * Reads the files now and takes them live, whether they changed or not.
     *
     * @throws RefusedChange when they cannot be used
     * @throws Refusal {@code CONFLICT} when another change takes very long
     */
    public Generation reload() {
        return alone(() -> {
            Look look = Look.at(source);
            return disk(Why.ADMIN, look);
        });
    }

    /**
     * Takes the set of files live that was live before this one. The files on disk count as tried until they change.
     *
     * @throws RefusedChange when it cannot be used any more
     * @throws Refusal {@code CONFLICT} when there is none, or another change takes very long
     */
    public Generation rollback() {
        return alone(() -> {
            GoodSets.Good to = good.previous()
                    .orElseThrow(() -> new Refusal(ErrorKind.CONFLICT, "there is no earlier generation to go back to"));
            Look disk = Look.at(source);
            boolean before = diskRefused;
            diskRefused = false;
            try {
                Generation back = attempt(Why.ROLLBACK, to.files(), new References());
                tried(disk.hash(), new References());
                return back;
            } catch (RefusedChange e) {
                diskRefused = before;
                throw e;
            }
        });
    }

    /** What two looks must agree in: the files, and what is in the files that they refer to. */
    String key(Look look) {
        return look.hash() + " " + triedReferences.again().hash() + " "
                + liveReferences.again().hash();
    }

    /** The watcher saw the same twice: takes it live if it has not been tried. Nothing when another change runs or the gateway stops. */
    void follow(Look look) {
        if (generations.isLeaving() || !one.tryLock()) {
            return;
        }
        try {
            boolean moved = !triedReferences.again().hash().equals(triedReferences.hash());
            if (!look.hash().equals(tried) || moved) {
                disk(Why.FILE, look);
            } else if (!liveReferences.again().hash().equals(liveReferences.hash())) {
                // After a rollback or a refusal another set is live than lies on disk; its secrets change too.
                attempt(Why.FILE, good.live(), new References());
            }
        } catch (RefusedChange e) {
            LOG.debug("not tried again until it changes: {}", e.getMessage());
        } catch (Refusal e) {
            LOG.debug("not live: {}", e.getMessage());
        } finally {
            one.unlock();
        }
    }

    public LiveStatus status() {
        return outcomes.status(tried);
    }

    /** Changes that went live, the start not counted. */
    public long wentLive() {
        return outcomes.wentLive();
    }

    /** Changes that were refused. */
    public long refused() {
        return outcomes.refused();
    }

    private interface Change {
        Generation make();
    }

    private Generation alone(Change change) {
        if (generations.isLeaving()) {
            throw stopping();
        }
        boolean mine = false;
        try {
            mine = one.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!mine) {
                throw new Refusal(ErrorKind.CONFLICT, "another change is under way; try again in a moment");
            }
            return change.make();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        } finally {
            if (mine) {
                one.unlock();
            }
        }
    }

    private static Refusal stopping() {
        return new Refusal(ErrorKind.NOT_READY, "the gateway is stopping");
    }

    /** Tries the files on disk, and remembers that it did. */
    private Generation disk(Why why, Look look) {
        References references = new References();
        diskRefused = false;
        try {
            return attempt(why, look, references);
        } catch (RefusedChange e) {
            diskRefused = true;
            throw e;
        } finally {
            tried(look.hash(), references);
        }
    }

    private void tried(String hash, References references) {
        tried = hash;
        triedReferences = references;
    }

    private Generation attempt(Why why, FileSet files, References references) {
        return attempt(why, new Look(files.hash(), files, List.of()), references);
    }

    private Generation attempt(Why why, Look look, References references) {
        List<Fault> faults;
        try {
            return goLive(why, look.read(), references);
        } catch (Refusal e) {
            // The gateway stops: no fault of the files.
            throw e;
        } catch (ConfigException e) {
            faults = e.faults();
        } catch (RuntimeException | Error e) {
            LOG.error("a change failed for no reason of the files'", e);
            faults = List.of(new Fault("config and routes", 0, "cannot be started: " + e));
        }
        int live = generations.live().map(Generation::number).orElse(0);
        faults.forEach(fault -> LOG.warn("change refused, generation {} stays live: {}", live, fault));
        outcomes.refused(new LiveStatus.LastError(clock.instant(), why, faults));
        if (why == Why.FILE
                && look.files() != null
                && look.hash().equals(good.live().hash())) {
            liveReferences = references;
        }
        throw new RefusedChange(live, faults);
    }

    private Generation goLive(Why why, FileSet files, References references) {
        Snapshot snapshot = loader.load(files, references);
        Generation made = builder.build(snapshot, files);
        generations.install(made);
        liveReferences = references;
        if (why == Why.ROLLBACK) {
            good.forgetLast();
        }
        good.add(new GoodSets.Good(made.number(), files));
        outcomes.live(
                new LiveStatus.Past(made.number(), files.hash(), made.startedAt(), why),
                diskRefused,
                good.previous().map(GoodSets.Good::generation).orElse(null));
        LOG.info(
                "generation {} is live ({}): {} models, upstreams that are on: {}",
                made.number(),
                why.id(),
                snapshot.models().aliases().size(),
                snapshot.upstreams().values().stream()
                        .filter(u -> u.on())
                        .map(u -> u.name())
                        .toList());
        return made;
    }
}
