package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Overlaid;
import dev.mehari.config.References;
import dev.mehari.config.Snapshot;
import dev.mehari.live.LiveStatus.Why;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a set of files becomes the live generation, or is refused. One change at a time; what the live one refers to may be
 * asked for by any thread.
 */
final class Installation {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final Changes.Loader loader;
    private final Making making;
    private final Generations generations;
    private final Outcomes outcomes;
    private final Clock clock;

    private final GoodSets good = new GoodSets();
    /** Whether the files on disk cannot be used. */
    private boolean diskRefused;

    /** What the live generation refers to. */
    private volatile References references = new References();

    Installation(Changes.Loader loader, Making making, Generations generations, Outcomes outcomes, Clock clock) {
        this.loader = loader;
        this.making = making;
        this.generations = generations;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    /** The set that is live. */
    FileSet live() {
        return good.live();
    }

    /** The set that a rollback goes back to; empty when the live one is the first. */
    Optional<FileSet> previous() {
        return good.previous().map(GoodSets.Good::files);
    }

    /** Hash of what the live generation refers to, as it is now. */
    String referencesNow() {
        return references.again().hash();
    }

    /** Whether what the live generation refers to is not as it was. */
    boolean isMoved() {
        return !referencesNow().equals(references.hash());
    }

    /**
     * Takes the files on disk live.
     *
     * @param found filled with what the files refer to
     */
    Generation disk(Why why, Look look, References found) {
        diskRefused = false;
        try {
            return attempt(why, look, found);
        } catch (RefusedChange e) {
            diskRefused = true;
            throw e;
        }
    }

    /** Takes a set live that was live before, whatever lies on disk. */
    Generation back(FileSet files) {
        boolean before = diskRefused;
        diskRefused = false;
        try {
            return attempt(Why.ROLLBACK, Look.of(files), new References());
        } catch (RefusedChange e) {
            diskRefused = before;
            throw e;
        }
    }

    /**
     * Takes files live beside the generation that is; the reason for which it is not done counts, and is told.
     *
     * @throws RefusedChange when they cannot be used
     * @throws Refusal when the gateway stops
     */
    Generation attempt(Why why, Look look, References found) {
        List<Fault> faults;
        try {
            return goLive(why, look.read(), found);
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
            references = found;
        }
        throw new RefusedChange(live, faults, ErrorKind.CONFLICT);
    }

    /** @throws ConfigException when the files cannot be used; that is told nowhere else */
    Generation goLive(Why why, FileSet files, References found) {
        return install(why, making.of(loader.load(files, found), files), files, found);
    }

    /** Moves the pointer to a generation that was started. */
    Generation install(Why why, Generation made, FileSet files, References found) {
        generations.install(made);
        references = found;
        if (why == Why.ROLLBACK) {
            good.forgetLast();
        }
        good.add(new GoodSets.Good(made.number(), files));
        Snapshot snapshot = made.snapshot();
        Overlaid overlaid = snapshot.overlaid();
        outcomes.live(
                new LiveStatus.Past(made.number(), files.hash(), made.startedAt(), why),
                diskRefused || !overlaid.isWhole(),
                good.previous().map(GoodSets.Good::generation).orElse(null));
        overlaid.setAside().forEach(fault -> LOG.warn("set aside: {}", fault));
        overlaid.notices().forEach(fault -> LOG.warn("not used: {}", fault));
        made.notices().forEach(fault -> LOG.warn("{}", fault));
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
