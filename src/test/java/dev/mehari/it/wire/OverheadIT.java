package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("fault 2.19: what the gateway adds to a call is told, and is right")
class OverheadIT {
    private static final Duration OURS = Duration.ofMillis(600);
    private static final Duration UPSTREAM = Duration.ofMillis(900);
    private static final int IMAGE_BYTES = 2 << 20;

    private final OpenAiFake fake = OpenAiFake.start();
    private final GatewaySetup setup = GatewayProcess.setup().upstream(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("fault 2.19: a 2 MB image: our part of the time is in the header, the upstream's is not")
    void ourPart(boolean stream) {
        fake.always(Answer.text("a camel").delayed(UPSTREAM));
        setup.edit(
                "routes/routing.camel.yaml",
                text -> text.replaceFirst(
                        "(?m)^( +)- choice:\n",
                        "$1- delay:\n$1    expression:\n$1      constant:\n$1        expression: " + OURS.toMillis()
                                + "\n$0"));
        byte[] pixels = new byte[IMAGE_BYTES];
        new Random(219).nextBytes(pixels);
        String image = "data:image/png;base64," + Base64.getEncoder().encodeToString(pixels);
        try (GatewayProcess gateway = setup.start()) {
            RawClient.Response unused = call(gateway, stream, "what is this?");
            long asked = System.nanoTime();
            RawClient.Response response = call(gateway, stream, image);
            double elapsed = (System.nanoTime() - asked) / 1e6;

            assertThat(response.status()).as(response.text()).isEqualTo(200);
            assertThat(fake.lastRequest().text()).contains(image);
            // Between these two lies what a stopwatch at the caller calls overhead, on however busy a machine.
            assertThat(overhead(response)).isBetween((double) OURS.toMillis(), elapsed - UPSTREAM.toMillis());
        }
    }

    @Test
    @DisplayName("fault 2.19: every reply tells it, refusals and errors too")
    void everyReply() {
        fake.always(Answer.error(400));
        try (GatewayProcess gateway = setup.start()) {
            assertThat(overhead(call(gateway, false, "an error of the upstream")))
                    .isPositive();
            for (String body : new String[] {
                Dialect.OPENAI.body("no-such-model", false, "x"), "{\"model\":", "[]", "",
            }) {
                assertThat(overhead(send(gateway, Dialect.OPENAI.headers(GatewaySetup.KEY), body)))
                        .as(body)
                        .isPositive();
            }
            assertThat(overhead(send(gateway, Dialect.OPENAI.headers("wrong"), Dialect.OPENAI.body(false))))
                    .isPositive();
        }
    }

    private static RawClient.Response call(GatewayProcess gateway, boolean stream, String question) {
        return send(gateway, Dialect.OPENAI.headers(GatewaySetup.KEY), Dialect.OPENAI.body(stream, question));
    }

    private static RawClient.Response send(GatewayProcess gateway, Map<String, String> headers, String body) {
        try (RawClient client = RawClient.to(gateway.url()).patience(Duration.ofSeconds(60))) {
            return client.send(RawClient.post("/v1/chat/completions", headers, body))
                    .response();
        }
    }

    private static double overhead(RawClient.Response response) {
        return Double.parseDouble(Objects.requireNonNull(
                response.headers().first("x-mehari-overhead-ms"), () -> response.status() + " " + response.text()));
    }
}
