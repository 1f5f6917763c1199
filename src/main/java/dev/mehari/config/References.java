package dev.mehari.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files outside of {@code config/} that a configuration refers to, secrets and certificates, by the hash of what is in
 * them. The content itself is never kept. Filled by one thread; then it may be read by any.
 */
public final class References {
    /** Larger files are refused by those who read them. */
    private static final int MOST = 1 << 22;

    private final SortedMap<String, String> hashes = new TreeMap<>();

    /** Notes a file. Called before it is read: what changes in between is a change more, never one too few. */
    void add(Path file) {
        hashes.put(file.toString(), content(file));
    }

    /** The same files as they are now. */
    public References again() {
        References now = new References();
        hashes.keySet().forEach(file -> now.add(Path.of(file)));
        return now;
    }

    /** Of all of them and what is in them. */
    public String hash() {
        return Sha256.of(hashes);
    }

    private static String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.of(in.readNBytes(MOST));
        } catch (IOException e) {
            return "cannot be read";
        }
    }
}
