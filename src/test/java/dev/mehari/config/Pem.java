package dev.mehari.config;

/** A certificate for nothing, valid for a hundred years; nobody has kept its key. */
final class Pem {
    static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBRDCB66ADAgECAgh8REIe4Frc+zAKBggqhkjOPQQDAjAWMRQwEgYDVQQDEwtN
            ZWhhcmkgdGVzdDAgFw0yNjExMjExMjE4NDZaGA8yMTI2MTAyODEyMTg0NlowFjEU
            MBIGA1UEAxMLTWVoYXJpIHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATB
            z86mwjeX598ecN6oDxR+4xyxKmQld7pJDIYn+4+s9bCSGoRR29oQTt8m2BC+hlPs
            rANJfWK1xpklvnDHbPEfoyEwHzAdBgNVHQ4EFgQUxtCfN77mAr5x3FCXSq/XaOeU
            DWMwCgYIKoZIzj0EAwIDSAAwRQIgRN4nDVJ8h2Spk7x5eyVfZv6zuvU6v6qcCOC0
            jkztjkgCIQDMho+Uhsf6akTachW1vvnZ2uWyoNN3f5uNLNf0UZlj6A==
            -----END CERTIFICATE-----
            """;

    private Pem() {}
}
