package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Overlaid;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.References;
import dev.mehari.config.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what an admin wants goes together with the files that are live. One change at a time. */
record Proof(Changes.Loader loader, Making making, Generations generations, Outcomes outcomes) {
    private static final Logger LOG = LoggerFactory.getLogger(Proof.class);

    /**
     * A generation that nobody has seen yet, of what an admin wants.
     *
     * @param found filled with what the files refer to
     * @param written ids of the objects that must hold
     * @throws RefusedChange when they do not
     */
    Generation of(FileSet files, References found, Set<String> written) {
        Generation live = generations.live().orElseThrow();
        try {
            Overlaid before = live.snapshot().overlaid();
            Snapshot snapshot = loader.load(files, found);
            List<Fault> faults = newlyAside(before, snapshot.overlaid(), written);
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
            Generation made = making.of(snapshot, files);
            List<Fault> unread = unread(before, made, written);
            if (!unread.isEmpty()) {
                made.stop();
                made.release();
                throw new ConfigException(unread);
            }
            return made;
        } catch (ConfigException e) {
            LOG.info("a change by an admin was refused: {}", e.faults().getFirst());
            outcomes.declined();
            throw new RefusedChange(live.number(), e.faults(), ErrorKind.INVALID_REQUEST);
        }
    }

    /** What the routes do not take, or lack for it. */
    private static List<Fault> unread(Overlaid before, Generation made, Set<String> written) {
        List<Fault> unread = new ArrayList<>(newlyAside(before, made.snapshot().overlaid(), written));
        made.lacking().stream()
                .filter(lack -> lack.objects().stream().anyMatch(written::contains))
                .map(LaterStep.Lack::fault)
                .forEach(unread::add);
        return unread;
    }

    /** What was written must hold, and what was good must stay so. */
    private static List<Fault> newlyAside(Overlaid before, Overlaid after, Set<String> written) {
        Set<String> known = before.setAside().stream().map(Fault::file).collect(Collectors.toCollection(HashSet::new));
        written.forEach(id -> known.remove(OverlayObject.place(id)));
        return after.setAside().stream()
                .filter(fault -> !known.contains(fault.file()))
                .toList();
    }
}
