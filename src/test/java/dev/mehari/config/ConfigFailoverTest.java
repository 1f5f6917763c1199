package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.Failover.Retry;
import dev.mehari.config.Failover.Then;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFailoverTest {
    private static final String KINDS = "\"upstream_rejected\", \"context_length_exceeded\","
            + " \"content_policy_violation\", \"upstream_rate_limited\", \"insufficient_quota\","
            + " \"upstream_auth_failed\", \"upstream_model_not_found\", \"upstream_unreachable\", \"upstream_error\","
            + " \"upstream_invalid_reply\", \"upstream_stream_interrupted\", \"upstream_overloaded\","
            + " \"upstream_unavailable\", \"upstream_pool_exhausted\", \"upstream_busy\" or \"upstream_timeout\"";

    @Test
    void withoutAFileTheShippedTableHolds() {
        assertThat(Snippets.valid().load().failover()).isEqualTo(Failover.shipped());
        assertThat(failover("# nothing\n")).isEqualTo(Failover.shipped());
    }

    @Test
    void theWholeFileSaysTheSame() throws Exception {
        assertThat(failover(Files.readString(Path.of("config/failover.yaml")))).isEqualTo(Failover.shipped());
    }

    @Test
    void theShippedFileLeavesNothingOut() throws Exception {
        Faults faults = new Faults();
        byte[] bytes = Files.readAllBytes(Path.of("config/failover.yaml"));
        Failover alone = FailoverReader.read(
                        new Sheet("failover.yaml", Map.of(), faults).parse(bytes), FailoverReader.NOTHING)
                .failover();
        assertThat(faults.inOrder()).isEmpty();
        assertThat(alone).isEqualTo(Failover.shipped());
    }

    @Test
    void numbersThatAreWrittenWinAndTheOthersStay() {
        Failover failover = failover("""
                attempts: {max: 100}
                retry: {max-attempts: 1, delay: 0s}
                """);
        assertThat(failover.maxAttempts()).isEqualTo(100);
        assertThat(failover.retry())
                .isEqualTo(new Retry(1, Duration.ZERO, Duration.ofSeconds(8), Duration.ofSeconds(10)));
        assertThat(failover.meanings()).isEqualTo(Failover.shipped().meanings());
        assertThat(failover.then()).isEqualTo(Failover.shipped().then());
        assertThat(failover("retry: {delay: 30s, max-wait: 1m}").retry())
                .isEqualTo(new Retry(3, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(1)));
    }

    @Test
    void ownRowsStandBeforeTheShippedOnes() {
        Failover failover = failover("""
                meanings:
                  - {code: [Out_Of_Tokens], means: insufficient_quota}
                  - {status: [409, "520-529"], means: upstream_overloaded}
                  - {status: [400], says: [" Try Later "], means: upstream_rate_limited}
                """);
        assertThat(failover.meaning(400, "out_of_tokens", null, null)).isEqualTo(ErrorKind.INSUFFICIENT_QUOTA);
        assertThat(failover.meaning(400, null, "OUT_OF_TOKENS", null)).isEqualTo(ErrorKind.INSUFFICIENT_QUOTA);
        assertThat(failover.meaning(409, "insufficient_quota", null, null)).isEqualTo(ErrorKind.UPSTREAM_OVERLOADED);
        assertThat(failover.meaning(520, null, null, null)).isEqualTo(ErrorKind.UPSTREAM_OVERLOADED);
        assertThat(failover.meaning(530, null, null, null)).isEqualTo(ErrorKind.UPSTREAM_ERROR);
        assertThat(failover.meaning(400, null, null, "Please try later or never"))
                .isEqualTo(ErrorKind.UPSTREAM_RATE_LIMITED);
        assertThat(failover.meaning(422, null, null, "Please try later or never"))
                .isEqualTo(ErrorKind.UPSTREAM_REJECTED);
        assertThat(failover.meaning(429, "insufficient_quota", null, null)).isEqualTo(ErrorKind.INSUFFICIENT_QUOTA);
    }

    @Test
    void aRateLimitIsOfTheModelUnlessARowSaysOtherwise() {
        Failover failover =
                failover("meanings: [{status: [429], says: [per account], means: upstream_rate_limited, of: account}]");
        assertThat(row(failover, "rate_limit_exceeded", "slow down, so many per account")
                        .ofAccount())
                .isTrue();
        assertThat(row(failover, "rate_limit_exceeded", "slow down").ofAccount())
                .isFalse();
        assertThat(row(failover, "1313", "").ofAccount()).as("Z.AI's fair use").isTrue();
        assertThat(row(failover, "rate_limit_reached_error", "").ofAccount())
                .as("Kimi")
                .isTrue();
    }

    private static Failover.Meaning row(Failover failover, String code, String message) {
        return Objects.requireNonNull(failover.row(429, code, null, message));
    }

    @Test
    void aKindThatIsNamedMovesAndTheOthersStay() {
        Failover failover = failover("then: {retry: [upstream_timeout], next: [upstream_rejected, upstream_error]}");
        assertThat(failover.then(ErrorKind.UPSTREAM_TIMEOUT)).isEqualTo(Then.RETRY);
        assertThat(failover.then(ErrorKind.UPSTREAM_REJECTED)).isEqualTo(Then.NEXT);
        assertThat(failover.then(ErrorKind.UPSTREAM_ERROR)).isEqualTo(Then.NEXT);
        assertThat(failover.then(ErrorKind.UPSTREAM_OVERLOADED)).isEqualTo(Then.RETRY);
        assertThat(failover.then(ErrorKind.CONTENT_POLICY_VIOLATION)).isEqualTo(Then.ANSWER);
    }

    @Test
    void any4xxGoesToTheNextTarget() {
        Failover failover = failover("failover: {switch-on: any-4xx}");
        assertThat(List.of(
                        ErrorKind.UPSTREAM_REJECTED,
                        ErrorKind.CONTEXT_LENGTH_EXCEEDED,
                        ErrorKind.CONTENT_POLICY_VIOLATION,
                        ErrorKind.MODEL_NOT_FOUND))
                .allSatisfy(kind -> assertThat(failover.then(kind)).isEqualTo(Then.NEXT));
        assertThat(failover.then(ErrorKind.CLIENT_CANCELLED)).isEqualTo(Then.ANSWER);
        assertThat(failover.then(ErrorKind.UPSTREAM_ERROR)).isEqualTo(Then.RETRY);
        assertThat(failover("failover: {switch-on: listed}")).isEqualTo(Failover.shipped());
    }

    @Test
    void whatTheFileSaysStandsAboveAny4xx() {
        Failover failover = failover("""
                failover: {switch-on: any-4xx}
                then: {answer: [content_policy_violation, upstream_timeout], retry: [upstream_pool_exhausted]}
                """);
        assertThat(failover.then(ErrorKind.CONTENT_POLICY_VIOLATION)).isEqualTo(Then.ANSWER);
        assertThat(failover.then(ErrorKind.UPSTREAM_TIMEOUT)).isEqualTo(Then.ANSWER);
        assertThat(failover.then(ErrorKind.UPSTREAM_POOL_EXHAUSTED)).isEqualTo(Then.RETRY);
        assertThat(List.of(ErrorKind.UPSTREAM_REJECTED, ErrorKind.CONTEXT_LENGTH_EXCEEDED, ErrorKind.MODEL_NOT_FOUND))
                .allSatisfy(kind -> assertThat(failover.then(kind)).isEqualTo(Then.NEXT));
    }

    @Test
    void aRowOfErrorsInsideA200() {
        Failover failover = failover("meanings: [{status: [200], says: [You’re late], means: upstream_timeout}]");
        assertThat(failover.meaning(0, null, null, "you're late")).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
        assertThat(failover.meaning(200, null, null, "you’re late")).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
        assertThat(failover.meaning(400, null, null, "you're late")).isEqualTo(ErrorKind.UPSTREAM_REJECTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    retires: {max-attempts: 3}      | unknown key "retires", did you mean "retry"?
                    attempts: {maximum: 3}          | unknown key "maximum", the keys here are "max"
                    attempts: {max: 0}              | "max" must be a whole number from 1 to 100, not "0"
                    attempts: {max: 101}            | "max" must be a whole number from 1 to 100, not "101"
                    attempts: 6                     | "attempts" must be a mapping
                    retry: {max-attempt: 3}         | unknown key "max-attempt", did you mean "max-attempts"?
                    retry: {max-attempts: 0}        | "max-attempts" must be a whole number from 1 to 20, not "0"
                    retry: {max-attempts: 21}       | "max-attempts" must be a whole number from 1 to 20, not "21"
                    retry: {delay: 5}               | "delay" must be a duration such as 500ms, 5s or 2m, 24h at the most, or 0s, not "5"
                    retry: {max-delay: 0s}          | "max-delay" must be a duration such as 500ms, 5s or 2m, 24h at the most, not "0s"
                    retry: {max-wait: 0s}           | "max-wait" must be a duration such as 500ms, 5s or 2m, 24h at the most, not "0s"
                    retry: {delay: 9s, max-delay: 3s} | "max-delay" is shorter than the "delay" before the first retry
                    failover: {switch-on: any4xx}   | unknown switch-on "any4xx", did you mean "any-4xx"?
                    failover: {switchon: listed}    | unknown key "switchon", did you mean "switch-on"?
                    then: {retry: [upstream_eror]}  | unknown kind of error "upstream_eror", did you mean "upstream_error"?
                    then: {retrys: [upstream_error]} | unknown key "retrys", did you mean "retry"?
                    then: {next: upstream_error}    | "next" must be a list
                    then: {retry: [upstream_error], answer: [upstream_error]} | "upstream_error" stands in "retry[1]" already, line 1
                    then: {retry: [upstream_unavailable]} | "upstream_unavailable" cannot be retried: an upstream left alone by its breaker cannot be tried again at once
                    failover: {switch-on: any-4xx}\\nthen: {answer: [upstream_rejected, context_length_exceeded, content_policy_violation]} | "any-4xx" changes nothing: "answer" names all that it would send to the next target, leave out of "answer" what is to go there
                    meanings: [{says: [a 'b' c], means: upstream_error}] | "says[1]" never fits: what a message has in quotation marks is not read
                    meanings: [{code: [Invalid_Value], says: [x], means: upstream_error}] | this row never fits: with "Invalid_Value" the message is not read
                    meanings: {status: [400]}       | "meanings" must be a list
                    meanings: [{status: [400]}]     | "meanings[1]" needs "means"
                    meanings: [{means: upstream_error}] | a row needs "code", "status" or "says"
                    meanings: [{status: [], means: upstream_error}] | "status" is an empty list
                    meanings: [{code: [x], means: upstream_err}] | unknown kind of error "upstream_err", did you mean "upstream_error"?
                    meanings: [{code: [x], mean: upstream_error, means: upstream_error}] | unknown key "mean", did you mean "means"?
                    meanings: [{code: [" "], means: upstream_error}] | "code[1]" is empty
                    meanings: [{code: [[x]], means: upstream_error}] | "code[1]" must be a single value
                    meanings: [{status: [399], means: upstream_error}] | "status[1]" must be a status from 400 to 599, a range such as "500-599", or 200 for an error inside a 200 that names none, not "399"
                    meanings: [{status: [400, 600], means: upstream_error}] | "status[2]" must be a status from 400 to 599, a range such as "500-599", or 200 for an error inside a 200 that names none, not "600"
                    meanings: [{status: [201], means: upstream_error}] | "status[1]" must be a status from 400 to 599, a range such as "500-599", or 200 for an error inside a 200 that names none, not "201"
                    meanings: [{status: ["499-400"], means: upstream_error}] | "status[1]" must be a status from 400 to 599, a range such as "500-599", or 200 for an error inside a 200 that names none, not "499-400"
                    meanings: [{status: [4xx], means: upstream_error}] | "status[1]" must be a status from 400 to 599, a range such as "500-599", or 200 for an error inside a 200 that names none, not "4xx"
                    meanings: [{code: [a], means: upstream_error}, {code: [A], means: upstream_timeout}] | this row is never reached: line 1 takes all of it
                    meanings: [{status: ["400-499"], means: upstream_error}, {code: [a], status: [404], means: upstream_timeout}] | this row is never reached: line 1 takes all of it
                    meanings: [{code: [a], means: upstream_error}, {code: [b, a], means: upstream_timeout}] | "a" is never reached: line 1 takes it
                    meanings: [{code: [a], means: upstream_error, of: account}] | only "upstream_rate_limited" is of an account or of a model
                    meanings: [{code: [a], means: upstream_rate_limited, of: acount}] | unknown of "acount", did you mean "account"?
                    meanings: [{says: [long], means: upstream_error}, {says: [too long, short], means: upstream_timeout}] | "too long" is never reached: line 1 takes it
                    """)
    void whatIsRefused(String text, String fault) {
        assertThat(faults(text.replace("\\n", "\n"))).containsExactly("failover.yaml:1: " + fault);
    }

    @Test
    void faultsHaveTheirLine() {
        assertThat(faults("""
                # A comment
                retry:
                  max-attempts: 3
                  delai: 1s
                then:
                  retry:
                    - upstream_timeout
                  next:
                    - upstream_timeout
                meanings:
                  - {code: [a], means: upstream_error}
                  - code: [a]
                    status: [700]
                    means: upstream_rejected
                  - {code: [a], means: upstream_rejected}
                """))
                .containsExactly(
                        "failover.yaml:4: unknown key \"delai\", did you mean \"delay\"?",
                        "failover.yaml:9: \"upstream_timeout\" stands in \"retry[1]\" already, line 7",
                        "failover.yaml:12: this row is never reached: line 11 takes all of it",
                        "failover.yaml:13: \"status[1]\" must be a status from 400 to 599, a range such as"
                                + " \"500-599\", or 200 for an error inside a 200 that names none, not \"700\"",
                        "failover.yaml:15: this row is never reached: line 11 takes all of it");
    }

    @Test
    void rowsThatOverlapInPartAreNone() {
        assertThat(faults("""
                meanings:
                  - {status: [404], says: [model], means: upstream_model_not_found}
                  - {status: [404], means: upstream_rejected}
                  - {status: ["400-499"], means: upstream_error}
                  - {code: [a], means: upstream_timeout}
                """)).isEmpty();
    }

    @Test
    void aNameNearNoneIsToldAllOfThem() {
        assertThat(faults("then: {retry: [zzzzzzzzzzzz]}"))
                .containsExactly("failover.yaml:1: unknown kind of error \"zzzzzzzzzzzz\", use " + KINDS);
    }

    /** Contract: S3's literal rule is one setting, in a copy of the whole shipped file too. */
    @Test
    void inACopyOfTheShippedFileTheSwitchIsOneWord() throws IOException {
        String shipped =
                new String(ConfigSource.bundled().read("failover.yaml", Sheet.LARGEST), StandardCharsets.UTF_8);

        Failover failover = failover(shipped.replace("switch-on: listed", "switch-on: any-4xx"));

        assertThat(failover.then(ErrorKind.UPSTREAM_REJECTED)).isEqualTo(Then.NEXT);
        assertThat(failover.then(ErrorKind.CONTENT_POLICY_VIOLATION)).isEqualTo(Then.NEXT);
        assertThat(failover.then(ErrorKind.UPSTREAM_ERROR)).isEqualTo(Then.RETRY);
    }

    @Test
    void aFileOfNearlyThatNameIsAFault() {
        assertThat(Snippets.valid().with("failovr.yaml", "").faults())
                .containsExactly("failovr.yaml: unknown file, did you mean \"failover.yaml\"?");
    }

    @Test
    @DisplayName("5.1: the environment wins over the file, blank counts as unset")
    void retriesAreOverridden() {
        Failover failover = Snippets.valid()
                .with("failover.yaml", "retry: {max-attempts: 2, delay: 2s, max-delay: 4s}")
                .set("RETRY_MAX_ATTEMPTS", "20")
                .set("RETRY_DELAY_MS", "60000")
                .load()
                .failover();
        assertThat(failover.retry())
                .isEqualTo(new Retry(20, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(10)));
        assertThat(Snippets.valid()
                        .set("RETRY_DELAY_MS", "0")
                        .set("RETRY_MAX_ATTEMPTS", " ")
                        .load()
                        .failover()
                        .retry())
                .isEqualTo(new Retry(3, Duration.ZERO, Duration.ofSeconds(8), Duration.ofSeconds(10)));
        assertThat(Snippets.valid()
                        .with("failover.yaml", "retry: {max-attempts: 2}")
                        .set("RETRY_DELAY_MS", "")
                        .load()
                        .failover()
                        .retry())
                .isEqualTo(new Retry(2, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    RETRY_MAX_ATTEMPTS | 0     | must be a whole number from 1 to 20, not "0"
                    RETRY_MAX_ATTEMPTS | 21    | must be a whole number from 1 to 20, not "21"
                    RETRY_MAX_ATTEMPTS | three | must be a whole number from 1 to 20, not "three"
                    RETRY_DELAY_MS     | -1    | must be a whole number from 0 to 60000, not "-1"
                    RETRY_DELAY_MS     | 60001 | must be a whole number from 0 to 60000, not "60001"
                    RETRY_DELAY_MS     | 1s    | must be a whole number from 0 to 60000, not "1s"
                    """)
    void wrongVariablesAreFaults(String variable, String value, String fault) {
        assertThat(Snippets.valid().set(variable, value).faults())
                .containsExactly("environment: " + variable + ": " + fault);
    }

    private static Failover failover(String text) {
        return Snippets.valid().with("failover.yaml", text).load().failover();
    }

    private static List<String> faults(String text) {
        return Snippets.valid().with("failover.yaml", text).faults();
    }
}
