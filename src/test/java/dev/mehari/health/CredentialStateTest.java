package dev.mehari.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.AttemptWatch;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.call.Usage;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("fault 2.10: when a credential is left alone")
final class CredentialStateTest extends OnHealth {
    private boolean isLeftAlone() {
        return isLeftAlone(TARGET.model());
    }

    private boolean isLeftAlone(String model) {
        return credential("a").rest(model, clock.millis()) != null;
    }

    @Test
    @DisplayName("a limit is one of the model: others are asked with the same credential, unless it is the account's")
    void limitsAreOfModels() {
        configured("cooldown: {rate-limited: 60s}");
        limited("a", null);

        assertThat(isLeftAlone()).isTrue();
        assertThat(isLeftAlone("other")).isFalse();
        assertThat(credential("a").rest(clock.millis())).isNull();
        assertThat(credential("a").score(clock.millis()))
                .as("it fails, and is well")
                .isZero();
        fails(TARGET, "a", new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "all", Duration.ofSeconds(5)).ofAccount());
        assertThat(isLeftAlone("other")).isTrue();
        clock.turn(Duration.ofSeconds(5));
        assertThat(isLeftAlone("other")).isFalse();
        assertThat(isLeftAlone()).as("the model's own time is longer").isTrue();
        assertThat(credential("a").cooledModels(clock.millis())).containsOnlyKeys(TARGET.model());
        health.tell(credential("a").reset("a reset"));
        assertThat(isLeftAlone()).isFalse();
    }

    @Test
    @DisplayName("a refused credential is refused for every model")
    void refusalsAreOfCredentials() {
        configured("credential-pool: {blacklisted-after: 1}");
        fails(TARGET, "a", ErrorKind.UPSTREAM_AUTH_FAILED);

        assertThat(isLeftAlone("other")).isTrue();
    }

    @Test
    void modelsThatCallersMakeUpFillNoMemory() {
        for (int i = 0; i < 1_500; i++) {
            fails(Target.of("u/made-up-" + i), "a", ErrorKind.UPSTREAM_RATE_LIMITED);
        }

        assertThat(credential("a").cooledModels(clock.millis())).hasSize(1_000).containsKey("made-up-1499");
        clock.turn(Duration.ofMinutes(1));
        assertThat(credential("a").cooledModels(clock.millis())).isEmpty();
    }

    @Test
    @DisplayName("fault 2.10: Retry-After 1, then a plain 429 with a cooldown of 60 s: left alone until t+60")
    void theLaterTimeCounts() {
        configured("cooldown: {rate-limited: 60s}");
        limited("a", Duration.ofSeconds(1));
        limited("a", null);
        clock.turn(Duration.ofMillis(59_999));
        assertThat(isLeftAlone()).isTrue();
        assertThat(credential("b").rest(TARGET.model(), clock.millis()))
                .as("another of them")
                .isNull();
        clock.turn(Duration.ofMillis(1));

        assertThat(isLeftAlone()).isFalse();
    }

    @Test
    @DisplayName("fault 2.10: the other way round it is the same: a shorter time later takes nothing back")
    void theShorterTimeTakesNothingBack() {
        configured("cooldown: {rate-limited: 60s}");
        limited("a", null);
        limited("a", Duration.ofSeconds(1));
        good(TARGET, "a");
        clock.turn(Duration.ofSeconds(59));

        assertThat(isLeftAlone()).isTrue();
    }

    @Test
    @DisplayName("fault 2.10: a reload keeps it, a new secret begins anew")
    void reload() {
        limited("a", Duration.ofSeconds(60));
        configured("verbose: true");
        assertThat(isLeftAlone()).isTrue();
        CredentialState before = credential("a");

        states = health.of(snapshot("", "-new"));
        assertThat(isLeftAlone()).isFalse();
        states = health.of(snapshot("", ""));
        assertThat(credential("a")).as("the old secret again").isSameAs(before);
    }

    @Test
    @DisplayName("a time without end is bounded")
    void longest() {
        configured("cooldown: {longest: 5m}");
        limited("a", Duration.ofDays(30));
        clock.turn(Duration.ofMinutes(5));

        assertThat(isLeftAlone()).isFalse();
    }

    /**
     * What happens, in words: {@code 401}, {@code 402}, {@code 429}, {@code all} for one of the account, {@code 500}, {@code 400}, {@code ok}, {@code gone} for
     * an attempt, a number with {@code s} for a time, {@code reset}.
     */
    @ParameterizedTest
    @CsvSource({
        "ok,                                        available",
        "401,                                       degraded",
        "402,                                       degraded",
        "401 ok,                                    available",
        "401 401 401 401,                           degraded",
        "401 10s ok,                                available",
        "401 10s 400,                               available",
        "401 10s gone,                              degraded",
        "401 10s gone ok,                           available",
        "401 10s 401 10s 401,                       blacklisted",
        "401 10s 401 10s ok 401 10s 401,            degraded",
        "401 10s 401 10s 401 60s ok,                available",
        "401 10s 401 10s 401 60s 401 59s,           blacklisted",
        "401 10s 401 10s 401 60s 500,               blacklisted",
        "401 10s 401 10s 401 reset,                 available",
        "500 500 500 500,                           available",
        "500 500 500 500 ok 500,                    available",
        "500 500 500 500 500,                       degraded",
        "500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500, degraded",
        "500 500 500 500 500 10s ok,                available",
        "500 500 500 500 500 10s 500 ok,            available",
        "429 429 429 429 429,                       available",
        "all all all all all,                       degraded",
        "400 400 400 400 400 400 400,               available",
    })
    void states(String story, String state) {
        for (String what : story.split(" ", -1)) {
            happens(what);
        }

        assertThat(credential("a").status().id()).isEqualTo(state);
    }

    private void happens(String what) {
        switch (what) {
            case "ok" -> good(TARGET, "a");
            case "gone" -> fails(TARGET, "a", ErrorKind.CLIENT_CANCELLED);
            case "400" -> fails(TARGET, "a", ErrorKind.UPSTREAM_REJECTED);
            case "401" -> fails(TARGET, "a", ErrorKind.UPSTREAM_AUTH_FAILED);
            case "402" -> fails(TARGET, "a", ErrorKind.INSUFFICIENT_QUOTA);
            case "429" -> limited("a", null);
            case "all" -> fails(TARGET, "a", new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "all models").ofAccount());
            case "500" -> fails(TARGET, "a", ErrorKind.UPSTREAM_ERROR);
            case "reset" -> health.tell(credential("a").reset("a reset"));
            default -> clock.turn(Duration.parse("PT" + what.toUpperCase(Locale.ROOT)));
        }
    }

    @Test
    @DisplayName("a hundred calls that are refused at once are one trouble")
    void oneTrouble() {
        AttemptWatch[] many = new AttemptWatch[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = states.begin(TARGET, "a");
        }
        clock.turn(Duration.ofSeconds(1));
        for (AttemptWatch one : many) {
            one.over(new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "no"), false);
        }

        assertThat(credential("a").status()).isEqualTo(CredentialStatus.DEGRADED);
    }

    @Test
    @DisplayName("a stream that began before the refusal proves nothing when it ends well")
    void oldStream() {
        AttemptWatch stream = states.begin(TARGET, "a");
        stream.committed();
        clock.turn(Duration.ofSeconds(1));
        fails(TARGET, "a", ErrorKind.UPSTREAM_AUTH_FAILED);
        stream.over(null, false);

        assertThat(credential("a").status()).isEqualTo(CredentialStatus.DEGRADED);
    }

    @Test
    @DisplayName("with probe-after: 0s a blacklisted one stays so until it is reset")
    void untilReset() {
        configured("credential-pool: {blacklisted-after: 1, probe-after: 0s}");
        fails(TARGET, "a", ErrorKind.UPSTREAM_AUTH_FAILED);
        clock.turn(Duration.ofDays(365));

        assertThat(isLeftAlone()).isTrue();
        assertThat(credential("a").score(clock.millis())).isZero();
        health.tell(credential("a").reset("a reset"));
        assertThat(isLeftAlone()).isFalse();
    }

    @Test
    void whatItDidIsCountedByWhatWentWrong() {
        good(TARGET, "a");
        fails(TARGET, "a", ErrorKind.UPSTREAM_ERROR);
        limited("a", Duration.ZERO);
        fails(TARGET, "a", ErrorKind.UPSTREAM_REJECTED);
        states.begin(TARGET, "a").settled(new Usage(10, 1, 0, 0, 5, 2), 1_000L);

        CredentialFigures.Figures figures = credential("a").figures().now();
        assertThat(figures.attempts()).isEqualTo(4);
        assertThat(figures.successes()).isEqualTo(1);
        assertThat(figures.failures()).isEqualTo(2);
        assertThat(figures.errors())
                .containsOnly(
                        java.util.Map.entry(ErrorKind.UPSTREAM_ERROR, 1L),
                        java.util.Map.entry(ErrorKind.UPSTREAM_RATE_LIMITED, 1L));
        assertThat(figures.inputTokens()).isEqualTo(11);
        assertThat(figures.outputTokens()).isEqualTo(7);
        assertThat(figures.costNanoUsd()).isEqualTo(1000);
        assertThat(figures.successRate()).isCloseTo(1 / 3.0, org.assertj.core.data.Offset.offset(1e-9));
    }
}
