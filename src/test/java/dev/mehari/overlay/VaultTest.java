package dev.mehari.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.Secret;
import dev.mehari.key.DeploymentSecret;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VaultTest {
    private static final String ADDRESS = "https://api.example.com:443";

    private final Vault vault = vault("0123456789abcdef");

    private static Vault vault(String secret) {
        return new Vault(DeploymentSecret.load(secret, Path.of("unused")));
    }

    @Test
    void opensOnlyWhereAndWhoseItIs() {
        Stored.Sealed sealed = vault.seal("up", "main", ADDRESS, new Secret("sk-1"));
        assertThat(vault.open(sealed, ADDRESS).map(Secret::reveal)).hasValue("sk-1");
        assertThat(vault("0123456789abcdef").open(sealed, ADDRESS)).isPresent();
        assertThat(vault("another-secret-0001").open(sealed, ADDRESS)).isEmpty();
        assertThat(vault.open(sealed, "https://evil.example.com:443")).isEmpty();
        assertThat(vault.open(new Stored.Sealed("other", "main", sealed.nonce(), sealed.text()), ADDRESS))
                .isEmpty();
        assertThat(vault.open(new Stored.Sealed("up", "second", sealed.nonce(), sealed.text()), ADDRESS))
                .isEmpty();
        for (String damaged : new String[] {"", "no base64!", "AAAA"}) {
            assertThat(vault.open(new Stored.Sealed("up", "main", sealed.nonce(), damaged), ADDRESS))
                    .isEmpty();
            assertThat(vault.open(new Stored.Sealed("up", "main", damaged, sealed.text()), ADDRESS))
                    .isEmpty();
        }
    }

    @Test
    void theSameSecretLooksAnotherEachTime() {
        Stored.Sealed one = vault.seal("up", "main", ADDRESS, new Secret("sk-1"));
        Stored.Sealed two = vault.seal("up", "main", ADDRESS, new Secret("sk-1"));
        assertThat(one.nonce()).isNotEqualTo(two.nonce());
        assertThat(one.text()).isNotEqualTo(two.text());
    }
}
