package dev.mehari.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.ErrorKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check once a second, ten of them. */
final class ChecksTest extends OnHealth {
    private static final String[] EVERY_SECOND = {"credential-pool: {health-check-interval: 1s}"};

    private void checked(@Nullable ErrorKind answer) {
        var snapshot = snapshot(EVERY_SECOND[0], "");
        states = health.of(snapshot);
        Checks checks = new Checks(health, () -> Optional.of(snapshot), (upstream, credential) -> answer);
        for (int i = 0; i < 10; i++) {
            checks.run();
            clock.turn(Duration.ofSeconds(1));
        }
    }

    /** An upstream without a list of models says nothing about a key: {@code NOT_READY} stands for its 404. */
    @ParameterizedTest
    @CsvSource({
        "NOT_READY,            AVAILABLE",
        "UPSTREAM_ERROR,       DEGRADED",
        "UPSTREAM_UNREACHABLE, DEGRADED",
        "UPSTREAM_AUTH_FAILED, DEGRADED",
    })
    void whatACheckSays(ErrorKind answer, CredentialStatus status) {
        checked(answer);

        assertThat(credential("a").status()).isEqualTo(status);
    }

    @Test
    void oneThatGoesWellBringsACredentialBack() {
        fails(TARGET, "a", ErrorKind.UPSTREAM_AUTH_FAILED);
        assertThat(credential("a").status()).isEqualTo(CredentialStatus.DEGRADED);
        clock.turn(Duration.ofSeconds(1));
        checked(null);

        assertThat(credential("a").status()).isEqualTo(CredentialStatus.AVAILABLE);
    }

    /** Whoever has no credit left may still ask for the list of models. */
    @Test
    void oneThatGoesWellSaysNothingAboutCredit() {
        fails(TARGET, "a", ErrorKind.INSUFFICIENT_QUOTA);
        clock.turn(Duration.ofSeconds(1));
        checked(null);
        assertThat(credential("a").status()).isEqualTo(CredentialStatus.DEGRADED);
        clock.turn(Duration.ofSeconds(10));
        good(TARGET, "a");

        assertThat(credential("a").status()).isEqualTo(CredentialStatus.AVAILABLE);
    }
}
