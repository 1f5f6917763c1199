package dev.mehari.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secret of this deployment, from which the keys of its hashes and of its encryption are derived. All nodes that
 * share a database must share it. No string conversion gives it away. Immutable.
 */
public final class DeploymentSecret {
    static final int MIN_LENGTH = 16;
    private static final String FILE = "secret";
    private static final int MADE_BYTES = 32;

    private final byte[] bytes;

    private DeploymentSecret(String value) {
        this.bytes = value.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The configured secret, else the one kept in the data folder, which is made when there is none. Processes that
     * start at once on one folder agree on one secret.
     *
     * @param configured value of {@code MEHARI_SECRET}, null when unset
     * @param data folder for {@code secret}; made when missing
     * @throws InvalidSecretException when the secret is set but blank or shorter than 16 characters, or cannot be kept
     */
    public static DeploymentSecret load(@Nullable String configured, Path data) {
        if (configured != null) {
            if (configured.isBlank()) {
                throw new InvalidSecretException(
                        "MEHARI_SECRET is set but empty: give it at least 16 random characters, or unset it");
            }
            return checked(configured.strip(), "MEHARI_SECRET");
        }
        Path file = data.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return checked(Files.readString(file).strip(), file.toString());
        } catch (IOException e) {
            throw new InvalidSecretException(
                    "the deployment's secret cannot be kept in " + file + " ("
                            + e.getClass().getSimpleName() + "): make the folder writable or set MEHARI_SECRET",
                    e);
        }
    }

    /**
     * Looks at the secret as {@link #load} does and makes none: with neither a configured nor a kept one there is nothing
     * to look at.
     *
     * @throws InvalidSecretException as {@link #load}
     */
    static void check(@Nullable String configured, Path data) {
        if (configured != null || Files.exists(data.resolve(FILE))) {
            var unused = load(configured, data);
        }
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "***";
    }

    private static DeploymentSecret checked(String value, String where) {
        if (value.length() < MIN_LENGTH) {
            throw new InvalidSecretException(
                    where + " is too short: a deployment's secret has at least " + MIN_LENGTH + " characters");
        }
        return new DeploymentSecret(value);
    }

    /** A hard link appears whole or not at all and never replaces another: the first process wins, none reads half. */
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder");
        }
        Files.createDirectories(folder);
        byte[] random = new byte[MADE_BYTES];
        new SecureRandom().nextBytes(random);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        Path draft = Files.createTempFile(folder, FILE, ".new", ownerOnly(folder));
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer text = StandardCharsets.US_ASCII.encode(made);
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its secret is the one that is read next.
        } catch (UnsupportedOperationException e) {
            throw new IOException("no hard links on this file system", e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        Set<String> views = folder.getFileSystem().supportedFileAttributeViews();
        return views.contains("posix") && Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
