package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What an upstream's refusal becomes for the caller")
class UpstreamErrorsIT {
    private static final World WORLD = World.shared();

    private static RawClient.Response told(Dialect dialect, Answer answer) {
        WORLD.vendor(dialect).next(answer);
        return WORLD.call(dialect);
    }

    private static void origin(RawClient.Response reply, String origin) {
        assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo(origin);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("401 and 403 upstream: 502, never the caller's own 401, and a second try is no use")
    void refusedCredential(Dialect dialect) {
        for (int status : new int[] {401, 403}) {
            RawClient.Response reply = told(dialect, Answer.error(status));
            assertThat(dialect.error(reply, 502)).contains("credential");
            origin(reply, "upstream");
            assertThat(reply.headers().first("x-should-retry")).isEqualTo("false");
            assertThat(reply.headers().has("www-authenticate")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("404 upstream: under a wildcard the caller's typo, under a written target our own fault")
    void unknownModel(Dialect dialect) {
        origin(told(dialect, Answer.error(404)), "client");
        dialect.error(told(dialect, Answer.error(404)), 404);
        if (dialect == Dialect.OPENAI) {
            WORLD.openai().next(Answer.error(404));
            RawClient.Response written = WORLD.post(dialect.path(), dialect.key(), dialect.body("a"));
            dialect.error(written, 502);
            origin(written, "upstream");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("429 with Retry-After: both pass")
    void rateLimited(Dialect dialect) {
        for (Answer answer : new Answer[] {
            Answer.error(429).retryAfter(Duration.ofSeconds(7)),
            Answer.error(429).retryAfterMillis(6500),
            Answer.error(429).retryAfterDate(Duration.ofSeconds(7))
        }) {
            RawClient.Response reply = told(dialect, answer);
            assertThat(reply.status()).isEqualTo(429);
            assertThat(Integer.parseInt(String.valueOf(reply.headers().first("retry-after"))))
                    .isBetween(5, 8);
            origin(reply, "upstream");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("5xx, nonsense and silence: an error in the caller's shape that says whose it is")
    void broken(Dialect dialect) {
        for (int status : new int[] {500, 502, 503, 504, 520, 529}) {
            RawClient.Response reply = told(dialect, Answer.error(status));
            assertThat(reply.status()).as(reply.text()).isBetween(500, 599);
            Errors.common(reply);
            origin(reply, "upstream");
        }
        for (int status : new int[] {500, 504}) {
            RawClient.Response page = told(dialect, Answer.html(status));
            dialect.error(page, status);
            origin(page, "upstream");
        }
        for (Answer answer : new Answer[] {
            Answer.html(200),
            Answer.html(502),
            Answer.empty(),
            Answer.json(200, "[]"),
            Answer.json(200, "{"),
            Answer.hangUp(),
            Answer.reset(),
            Answer.text("hello").truncated(),
            Answer.error(302).header("location", "http://169.254.169.254/"),
            Answer.json(204, "")
        }) {
            RawClient.Response reply = told(dialect, answer);
            dialect.error(reply, 502);
            origin(reply, "upstream");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a caller's mistake that only the upstream sees passes in its own words")
    void rejected(Dialect dialect) {
        RawClient.Response reply = told(dialect, Answer.error(400, null, "temperature must be below 2"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("temperature must be below 2");
        origin(reply, "client");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an upstream that is not there: 502, and the next call works when it is back")
    void away(Dialect dialect) {
        FakeProvider vendor = WORLD.vendor(dialect);
        vendor.goDown();
        try {
            RawClient.Response reply = WORLD.call(dialect);
            dialect.error(reply, 502);
            assertThat(reply.text()).doesNotContain("127.0.0.1", "Connect");
        } finally {
            vendor.comeBack();
        }
        WORLD.serves(dialect);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an alias whose targets speak another protocol serves callers of this one")
    void otherProtocol(Dialect dialect) {
        int before = WORLD.reached();
        String other = dialect == Dialect.ANTHROPIC ? "a" : "only-claude";
        RawClient.Response reply = WORLD.post(dialect.path(other), dialect.key(), dialect.body(other));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(WORLD.reached()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("a model whose provider is off is said to be off")
    void off() {
        RawClient.Response reply =
                WORLD.post("/v1/chat/completions", Dialect.OPENAI.key(), Dialect.OPENAI.body("glm-4.6"));
        assertThat(Dialect.OPENAI.error(reply, 404)).contains("zai");
    }
}
