package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.TestGateway.Answer;
import dev.mehari.call.Reply;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.upstream.StaleReplies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that embeds the gateway keeps answers: they stand in when nobody else answers. */
final class KeptAnswersTest {
    private static final String CHAT =
            "{\"model\": \"one\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}";
    private static final byte[] KEPT = "{\"kept\":true}".getBytes(StandardCharsets.UTF_8);

    @Test
    void anEarlierAnswerStandsInAlsoWhenNoTargetIsAsked(@TempDir Path folder) {
        StaleReplies host = call -> Optional.of(Reply.of(200, "application/json", KEPT));
        try (OpenAiFake openai = OpenAiFake.start();
                TestGateway gateway = TestGateway.start(
                        TestHome.shipped(folder)
                                .set("OPENAI_BASE_URL", openai.baseUrl())
                                .set("OPENAI_API_KEY", openai.key())
                                .alias("one", "openai/gpt-5-mini"),
                        context -> context.getBeanFactory().registerSingleton("keptAnswers", host))) {
            openai.always(dev.mehari.fake.Answer.error(429).retryAfter(Duration.ofSeconds(60)));

            kept(gateway, "all targets failed");
            kept(gateway, "no target is asked any more");

            assertThat(openai.requests()).hasSize(1);
            openai.always(dev.mehari.fake.Answer.error(400));
            gateway.admin("/api/admin/upstreams/openai/reset", "");
            assertThat(gateway.call("/v1/chat/completions", CHAT, Map.of()).status())
                    .as("the caller's mistake")
                    .isEqualTo(400);
        }
    }

    private static void kept(TestGateway gateway, String when) {
        Answer answer = gateway.call("/v1/chat/completions", CHAT, Map.of());
        assertThat(answer.status()).as(when + answer.text()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"kept\":true}");
        assertThat(answer.header("x-mehari-cache")).isEqualTo("stale");
        assertThat(answer.header("x-mehari-error-origin")).isEmpty();
    }
}
