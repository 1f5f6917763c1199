package dev.mehari.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Resolves what a file says about a secret: {@code env:NAME} or {@code file:/path}. No message holds one. */
final class Secrets {
    private static final int LARGEST = 1 << 16;

    private Secrets() {}

    /** @return null when the variable is unset or blank, which is no fault, and after a fault */
    static @Nullable Secret resolve(Value reference) {
        String raw = reference.raw();
        if (raw == null) {
            return null;
        }
        Entered entered = reference.entered();
        if (entered != null) {
            return entered.resolve(reference, raw);
        }
        // Looked at before anything is filled in: "${OPENAI_API_KEY}" is a literal key, only later.
        if (raw.startsWith("env:")) {
            return fromEnvironment(reference, raw.substring("env:".length()));
        }
        if (raw.startsWith("file:")) {
            String text = reference.text();
            return text == null ? null : fromFile(reference, text.substring("file:".length()));
        }
        reference.fault(reference.label()
                + " must be \"env:NAME\" or \"file:/path\"; a secret itself does not belong into this file");
        return null;
    }

    private static @Nullable Secret fromEnvironment(Value reference, String name) {
        if (!Placeholders.VARIABLE.matcher(name).matches()) {
            reference.fault("\"env:\" must be followed by the name of an environment variable");
            return null;
        }
        String value = reference.environment().getOrDefault(name, "").strip();
        return value.isEmpty() ? null : checked(reference, value, "environment variable " + name);
    }

    private static @Nullable Secret fromFile(Value reference, String path) {
        try {
            Path file = Path.of(path);
            reference.refersTo(file);
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LARGEST + 1);
            }
            if (bytes.length > LARGEST) {
                reference.fault("the file of " + reference.label() + " is too large for a secret");
                return null;
            }
            String value = new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing();
            if (value.isEmpty()) {
                reference.fault("the file of " + reference.label() + " is empty");
                return null;
            }
            return checked(reference, value, "the file of " + reference.label());
        } catch (IOException | InvalidPathException e) {
            reference.fault("the file of " + reference.label() + " cannot be read: "
                    + e.getClass().getSimpleName());
            return null;
        }
    }

    /** A secret ends up in a header: whatever could end that header early is refused here. */
    private static @Nullable Secret checked(Value reference, String value, String where) {
        if (value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return new Secret(value);
        }
        reference.fault(where + " holds characters that are not printable ASCII");
        return null;
    }
}
