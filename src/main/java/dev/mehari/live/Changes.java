package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.ConfigException;
import dev.mehari.config.Overlay;
import dev.mehari.config.References;
import dev.mehari.config.Snapshot;
import dev.mehari.live.LiveStatus.Why;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes sets of files live: each is loaded, built, linted and started beside the running generation, and only then does
 * the pointer move. Whatever goes wrong leaves the last good generation in place. Never two changes at once. Any thread.
 */
public final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    /** Reads and checks a configuration, and has its secrets masked before anything could write them down. */
    public interface Loader {
        /** @throws ConfigException when it cannot be used */
        Snapshot load(FileSet files, References references);
    }

    private final FileSource source;
    private final OverlaySource overlays;
    private final Outcomes outcomes = new Outcomes();
    private final Installation installation;
    private final Proof proof;
    private final OneAtATime changes;

    private volatile Tried tried = Tried.NOTHING;

    public Changes(
            FileSource source,
            OverlaySource overlays,
            Loader loader,
            GenerationBuilder builder,
            Generations generations,
            Clock clock) {
        this.source = source;
        this.overlays = overlays;
        Making making = new Making(loader, builder);
        this.installation = new Installation(loader, making, generations, outcomes, clock);
        this.proof = new Proof(loader, making, generations, outcomes);
        this.changes = new OneAtATime(generations::isLeaving);
    }

    /**
     * Makes the first generation live.
     *
     * @throws ConfigException when there cannot be one
     */
    public Generation start() {
        Look look = Look.at(source, overlays);
        References references = new References();
        Generation first = installation.goLive(Why.START, look.read(), references);
        tried(look, references);
        return first;
    }

    /**
     * Reads the files now and takes them live, whether they changed or not.
     *
     * @throws RefusedChange when they cannot be used
     * @throws Refusal {@code CONFLICT} when another change takes very long
     */
    public Generation reload() {
        return changes.inTurn(() -> disk(Why.ADMIN, Look.at(source, overlays)));
    }

    /**
     * Takes the set of files live that was live before this one, with what admins had written then. The files on disk
     * and the database stay as they are, and count as tried until they change.
     *
     * @throws RefusedChange when it cannot be used any more
     * @throws Refusal {@code CONFLICT} when there is none, or another change takes very long
     */
    public Generation rollback() {
        return changes.inTurn(() -> {
            FileSet to = installation
                    .previous()
                    .orElseThrow(() -> new Refusal(ErrorKind.CONFLICT, "there is no earlier generation to go back to"));
            Look disk = Look.at(source, overlays);
            Generation back = installation.back(to);
            tried(disk, new References());
            return back;
        });
    }

    /**
     * Takes live what an admin writes, over the files that are live, and has it kept: both or neither.
     *
     * @throws RefusedChange when it does not go together with the files
     * @throws Refusal when it may not be made, somebody else was first, or another change takes very long
     */
    public Generation edit(OverlayEdit edit) {
        return changes.inTurn(() -> {
            Overlay wanted = edit.wanted();
            FileSet files = installation.live().with(wanted);
            References references = new References();
            Generation made = proof.of(files, references, edit.written());
            boolean kept = false;
            try {
                kept = edit.keep();
            } finally {
                if (!kept) {
                    made.stop();
                    made.release();
                }
            }
            if (!kept) {
                throw new Refusal(
                        ErrorKind.CONFLICT, "somebody else changed the configuration at the same time; read it again");
            }
            tried = tried.with(wanted.hash());
            return installation.install(Why.DATABASE, made, files, references);
        });
    }

    /** The files that are live, and what admins had written when they went live. */
    public FileSet liveFiles() {
        return changes.inTurn(installation::live);
    }

    /** @param files whether files are looked at too, or the database alone */
    Look look(boolean files) {
        return files ? Look.at(source, overlays) : new Look(tried.files(), null, List.of(), overlays.now());
    }

    /** What two looks must agree in: the files, what is in the files that they refer to, and what admins wrote. */
    String key(Look look) {
        return look.hash() + " " + tried.references().again().hash() + " " + installation.referencesNow();
    }

    /** The watcher saw the same twice: takes it live if it has not been tried. Nothing when another change runs or the gateway stops. */
    void follow(Look look) {
        changes.nowOrNever(() -> {
            try {
                takeUp(look);
            } catch (RefusedChange e) {
                LOG.debug("not tried again until it changes: {}", e.getMessage());
            } catch (Refusal e) {
                LOG.debug("not live: {}", e.getMessage());
            }
        });
    }

    private void takeUp(Look look) {
        boolean onlyDatabase = look.files() == null && look.faults().isEmpty();
        boolean disk = !onlyDatabase && (!look.filesHash().equals(tried.files()) || tried.isMoved());
        boolean database = !look.overlay().hash().equals(tried.overlay());
        if ((disk || database) && !overlays.now().hash().equals(look.overlay().hash())) {
            // An edit went live since this look: to follow it would take the edit back. The next look sees both.
            return;
        }
        if (disk) {
            disk(Why.FILE, look);
        } else if (database) {
            tried = tried.with(look.overlay().hash());
            attempt(Why.DATABASE, installation.live().with(look.overlay()));
        } else if (!onlyDatabase && installation.isMoved()) {
            // After a rollback or a refusal another set is live than lies on disk; its secrets change too.
            attempt(Why.FILE, installation.live());
        }
    }

    private void attempt(Why why, FileSet files) {
        installation.attempt(why, Look.of(files), new References());
    }

    /** Tries the files on disk, and remembers that it did. */
    private Generation disk(Why why, Look look) {
        References references = new References();
        try {
            return installation.disk(why, look, references);
        } finally {
            tried(look, references);
        }
    }

    private void tried(Look look, References references) {
        tried = new Tried(look.filesHash(), look.overlay().hash(), references);
    }

    public LiveStatus status() {
        return outcomes.status(tried.hash());
    }

    /** Changes that went live, the start not counted. */
    public long wentLive() {
        return outcomes.wentLive();
    }

    /** Changes that were refused. */
    public long refused() {
        return outcomes.refused();
    }
}
