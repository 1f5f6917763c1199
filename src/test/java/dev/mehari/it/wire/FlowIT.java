package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.UsageAt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 1.6: a stream stays a stream, compressed or not")
class FlowIT extends OnRig {
    private static final Answer TEN = Answer.text("one two three four five six seven eight nine ten");
    private static final String BROTLI_OR_GZIP = "Accept-Encoding: br, gzip\r\n";

    private static String compressible(Dialect dialect, boolean stream) {
        return dialect.request(stream).replaceFirst("\r\n", "\r\n" + BROTLI_OR_GZIP);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.6: each event arrives by itself, and nobody on the way is told to wait")
    void plain(Dialect dialect) {
        oneByOne(dialect, TEN);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.6: an upstream that compresses unasked is decoded event by event, its usage is read")
    void gzip(Dialect dialect) {
        oneByOne(dialect, TEN.gzip());
    }

    private void oneByOne(Dialect dialect, Answer answer) {
        StepByStep plain = new StepByStep(rig, dialect, TEN);
        StepByStep steps = new StepByStep(rig, dialect, answer);
        try (RawClient client = rig.connect().patience(StepByStep.PATIENCE)) {
            byte[] body = steps.readOneByOne(client, compressible(dialect, true), steps.events());

            assertThat(steps.events()).isGreaterThanOrEqualTo(10);
            assertThat(StepByStep.withoutNumbers(body).stripTrailing())
                    .isEqualTo(StepByStep.withoutNumbers(plain.direct()).stripTrailing());
            assertThat(steps.replyHeaders().first("content-encoding")).isNull();
            assertThat(steps.replyHeaders().first("content-length")).isNull();
            assertThat(steps.replyHeaders().first("x-accel-buffering")).isEqualTo("no");
            assertThat(rig.fake(dialect).lastRequest().header("accept-encoding"))
                    .isEqualTo("identity");
            usageIsRight(dialect, String.valueOf(steps.replyHeaders().first("x-request-id")));
        }
    }

    private void usageIsRight(Dialect dialect, String requestId) {
        var row = rig.row(requestId);
        assertThat(row.at("/usage/input_tokens").asInt()).as(row.toString()).isEqualTo(11);
        assertThat(row.at("/usage/output_tokens").asInt()).isEqualTo(7);
        assertThat(row.path("cost_usd").asText()).isEqualTo(dialect.dollars());
        assertThat(row.path("streamed").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.6: the body of an error is encoded once at the most")
    void compressedError(Dialect dialect) {
        Answer error = Answer.error(400, dialect == Dialect.ZAI ? "1214" : null, "not like this");
        rig.fake(dialect).always(error.gzip());
        for (boolean stream : new boolean[] {false, true}) {
            try (RawClient client = rig.connect()) {
                RawClient.Response response =
                        client.send(compressible(dialect, stream)).response();

                assertThat(response.status()).isEqualTo(400);
                assertThat(response.headers().first("content-encoding")).isNull();
                assertThat(Rig.json(response.text()).at("/error/message").asText())
                        .contains("not like this");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.6: a compressed whole reply is decoded, its usage is read")
    void compressedWhole(Dialect dialect) {
        rig.fake(dialect).always(TEN.gzip());
        try (RawClient client = rig.connect()) {
            RawClient.Response response =
                    client.send(compressible(dialect, false)).response();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers().first("content-encoding")).isNull();
            assertThat(response.text()).contains("one two three");
            assertThat(rig.row(response).at("/usage/output_tokens").asInt()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ZAI"})
    @DisplayName("fault 1.14a: a usage chunk without \"choices\" harms nothing")
    void usageWithoutChoices(Dialect dialect) {
        rig.fake(dialect).always(Answer.text("fine").usageAt(UsageAt.WITHOUT_CHOICES));

        RawClient.Response response = rig.call(dialect, true);

        assertThat(response.text()).contains("fine").endsWith("data: [DONE]\n\n");
        assertThat(rig.row(response).at("/usage/output_tokens").asInt()).isEqualTo(7);
    }
}
