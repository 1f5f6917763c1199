package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files at one moment, or why they could not be read.
 *
 * @param hash of the files, or of the reason
 */
record Look(String hash, @Nullable FileSet files, @Nullable Fault fault) {
    static Look at(FileSource source) {
        try {
            FileSet files = source.read();
            return new Look(files.hash(), files, null);
        } catch (IOException | UncheckedIOException e) {
            return unreadable(e);
        }
    }

    private static Look unreadable(Exception e) {
        String why = "the files cannot be read: " + e.getClass().getSimpleName() + ", " + e.getMessage();
        return new Look(why, null, new Fault("config and routes", 0, why));
    }

    /** @throws ConfigException when they could not be read */
    FileSet read() {
        if (files == null) {
            throw new ConfigException(List.of(fault == null ? new Fault("config", 0, hash) : fault));
        }
        return files;
    }
}
