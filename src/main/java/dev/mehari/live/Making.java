package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Overlay;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.References;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.util.List;

/**
 * Makes generations of snapshots. The routes of the files need not know what an upstream of the database asks: such a one is
 * set aside, with what stands on it, as the configuration does with what does not go together with the files.
 */
record Making(Changes.Loader loader, GenerationBuilder builder) {
    /** @throws ConfigException when the routes cannot be used with the files alone either */
    Generation of(Snapshot snapshot, FileSet files) {
        try {
            return builder.build(snapshot, files);
        } catch (ConfigException e) {
            List<OverlayObject> unread = unread(snapshot, files.overlay(), e.faults());
            if (unread.isEmpty()) {
                throw e;
            }
            return builder.build(without(unread, files, e.faults()), files);
        }
    }

    /** Upstreams of the database whose routes the faults name; where they name none, all that are asked by one. */
    private static List<OverlayObject> unread(Snapshot snapshot, Overlay overlay, List<Fault> faults) {
        List<OverlayObject> byRoute = overlay.objects().stream()
                .filter(object -> object.kind() == OverlayObject.Kind.UPSTREAMS
                        && !address(snapshot, object).isEmpty())
                .toList();
        List<OverlayObject> named = byRoute.stream()
                .filter(object -> names(faults, address(snapshot, object)))
                .toList();
        return named.isEmpty() ? byRoute : named;
    }

    private static boolean names(List<Fault> faults, String address) {
        return faults.stream().anyMatch(fault -> fault.message().contains('"' + address + '"'));
    }

    /** Empty for what is of a file, off, or not asked by a route. */
    private static String address(Snapshot snapshot, OverlayObject object) {
        Upstream upstream = snapshot.upstreams().get(object.name());
        if (upstream == null || !upstream.standing().entered() || !upstream.on()) {
            return "";
        }
        return upstream.route() == null ? "" : upstream.route().route();
    }

    /** Loaded anew, so that what stands on these is set aside too. */
    private Snapshot without(List<OverlayObject> unread, FileSet files, List<Fault> faults) {
        String why = "the routes do not take it: " + faults.getFirst().message();
        List<Fault> refused =
                unread.stream().map(object -> new Fault(object.place(), 0, why)).toList();
        return loader.load(files.with(files.overlay().without(unread, refused)), new References());
    }
}
