package dev.mehari.live;

import dev.mehari.config.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in the platform's certificate authorities and in a company's own. */
final class Trust {
    private Trust() {}

    /** Of what the file holds now: another content is another trust, under the same name too. */
    static String hash(Path ca) {
        try {
            return Sha256.of(Files.readAllBytes(ca));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the certificates in " + ca + ": " + e, e);
        }
    }

    /**
     * A context that trusts both.
     *
     * @param ca PEM file, checked when the configuration was read
     */
    static SSLContext with(Path ca) {
        try (InputStream in = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int n = 0;
            for (TrustManager manager : factory(null).getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    for (Certificate known : x509.getAcceptedIssuers()) {
                        store.setCertificateEntry("platform-" + n++, known);
                    }
                }
            }
            for (Certificate extra : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("extra-" + n++, extra);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory(store).getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot use the certificates in " + ca + ": " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
