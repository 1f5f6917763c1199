package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files at one moment, or why they could not be read.
 *
 * @param hash of the files, or of the reason
 * @param files null when there are faults
 */
record Look(String hash, @Nullable FileSet files, List<Fault> faults) {
    static Look at(FileSource source) {
        try {
            FileSet files = source.read();
            return new Look(files.hash(), files, List.of());
        } catch (ConfigException e) {
            return new Look(e.faults().toString(), null, e.faults());
        } catch (UncheckedIOException e) {
            return unreadable(e.getCause() == null ? e : e.getCause());
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    private static Look unreadable(Exception why) {
        String text = "the files cannot be read: " + why.getClass().getSimpleName() + ", " + why.getMessage();
        return new Look(text, null, List.of(new Fault("config and routes", 0, text)));
    }

    /** @throws ConfigException when they could not be read */
    FileSet read() {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return Objects.requireNonNull(files);
    }
}
