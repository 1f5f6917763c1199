package dev.mehari.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/** Reads {@code ca: file:/path}: found at the start, not at the first handshake. */
final class Certificates {
    private static final int LARGEST = 1 << 22;

    private Certificates() {}

    /** The file, which holds at least one certificate; null after a fault. */
    static @Nullable Path file(Value value) {
        String text = value.text();
        if (text == null) {
            return null;
        }
        if (!text.startsWith("file:")) {
            value.fault(value.label() + " must be \"file:/path\"");
            return null;
        }
        try {
            Path path = Path.of(text.substring("file:".length()));
            value.refersTo(path);
            byte[] pem;
            try (InputStream in = Files.newInputStream(path)) {
                pem = in.readNBytes(LARGEST);
            }
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty()) {
                value.fault("the file of " + value.label() + " holds no certificate");
                return null;
            }
            return path;
        } catch (IOException | InvalidPathException e) {
            value.fault("the file of " + value.label() + " cannot be read: "
                    + e.getClass().getSimpleName());
        } catch (CertificateException e) {
            value.fault("the file of " + value.label() + " holds no PEM certificates");
        }
        return null;
    }
}
