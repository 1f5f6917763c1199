package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Overlay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files at one moment, or why they could not be read, and what admins wrote.
 *
 * @param filesHash of the files, or of the reason
 * @param files with the overlay; null when there are faults
 */
record Look(String filesHash, @Nullable FileSet files, List<Fault> faults, Overlay overlay) {
    static Look at(FileSource source, OverlaySource overlays) {
        Overlay overlay = overlays.now();
        try {
            return of(source.read().with(overlay));
        } catch (ConfigException e) {
            return new Look(e.faults().toString(), null, e.faults(), overlay);
        } catch (UncheckedIOException e) {
            return unreadable(e.getCause() == null ? e : e.getCause(), overlay);
        } catch (IOException e) {
            return unreadable(e, overlay);
        }
    }

    static Look of(FileSet files) {
        return new Look(files.filesHash(), files, List.of(), files.overlay());
    }

    private static Look unreadable(Exception why, Overlay overlay) {
        String text = "the files cannot be read: " + why.getClass().getSimpleName() + ", " + why.getMessage();
        return new Look(text, null, List.of(new Fault("config and routes", 0, text)), overlay);
    }

    /** Of both. */
    String hash() {
        return FileSet.hash(filesHash, overlay.hash());
    }

    /** @throws ConfigException when they could not be read */
    FileSet read() {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return Objects.requireNonNull(files);
    }
}
