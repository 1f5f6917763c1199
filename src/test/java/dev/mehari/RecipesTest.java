package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.TestGateway.Answer;
import dev.mehari.fake.OpenAiFake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of {@code docs/routes.md}, each taken from there and put where it says. */
final class RecipesTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    Path folder;

    private TestHome home() {
        return TestHome.shipped(folder);
    }

    @Test
    void eachOfThemIsTriedHere() throws IOException {
        String tests = Files.readString(Path.of("src/test/java/dev/mehari/RecipesTest.java"));

        assertThat(Recipe.all()).hasSize(10).allSatisfy(recipe -> {
            assertThat(tests).contains("Recipe.named(\"" + recipe.title() + "\")");
        });
    }

    @Test
    void eachIsInTheFormThatVisualEditorsKeep() throws IOException {
        CanonicalYaml schema = new CanonicalYaml();
        for (Recipe recipe : Recipe.all()) {
            TestHome home = recipe.in(TestHome.shipped(folder.resolve(recipe.title())));
            try (Stream<Path> files = Files.walk(home.folder().resolve("routes"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(schema.faults(Files.readString(file)))
                            .as("%s in %s", recipe.title(), file)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void aTenantOfItsOwn() {
        Recipe recipe = Recipe.named("A tenant of its own, by a header");
        try (TestGateway gateway = TestGateway.start(recipe.in(home()))) {
            Answer stranger = recipe.call(gateway);
            gateway.changeFirstKey("{\"team\":\"acme\"}");
            Answer ours = recipe.call(gateway);
            Answer without = gateway.call(CHAT, chat("demo", "hi", 1), NOTHING);

            assertThat(stranger.status()).as(stranger.text()).isEqualTo(403);
            assertThat(stranger.text()).contains("this key does not belong to that tenant");
            assertThat(ours.status()).as(ours.text()).isEqualTo(200);
            assertThat(ours.header("x-mehari-model")).isEqualTo("acme");
            assertThat(without.header("x-mehari-model")).isEqualTo("demo");
        }
    }

    @Test
    void aCanary() {
        Recipe recipe = Recipe.named("A canary for every tenth call");
        try (TestGateway gateway = TestGateway.start(recipe.in(home()))) {
            List<String> models = Stream.generate(() -> recipe.call(gateway))
                    .limit(300)
                    .map(answer -> answer.header("x-mehari-model"))
                    .toList();

            // 30 are to be expected; fewer than 5 or more than 80 happen once in more runs than there will ever be.
            assertThat(Collections.frequency(models, "next")).isBetween(5, 80);
            assertThat(models).containsOnly("demo", "next");
        }
    }

    @Test
    void aCanaryThatFailsIsReplaced() {
        Recipe recipe = Recipe.named("A canary for every tenth call");
        try (OpenAiFake openai = OpenAiFake.start();
                TestGateway gateway = TestGateway.start(recipe.in(
                        home().set("OPENAI_BASE_URL", openai.baseUrl())
                                .set("OPENAI_API_KEY", openai.key())
                                .set("RETRY_DELAY_MS", "1"),
                        yaml -> yaml.replace("< 10", "< 100").replace("demo/next", "openai/gpt-4.1")))) {
            assertThat(recipe.call(gateway).header("x-mehari-upstream")).isEqualTo("openai");
            openai.goDown();

            Answer answer = recipe.call(gateway);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.header("x-mehari-upstream")).isEqualTo("demo");
        }
    }

    @Test
    void closedAtNight() {
        Recipe recipe = Recipe.named("Closed at night");
        // None of these is the last hour before a change: the test may run while one ends.
        for (int hour : new int[] {22, 3, 6, 20}) {
            TestHome place = TestHome.shipped(folder.resolve("at-" + hour));
            try (TestGateway gateway =
                    TestGateway.start(recipe.in(place, yaml -> yaml.replace("Europe/Berlin", whereItIs(hour))))) {
                Answer answer = recipe.call(gateway);

                boolean night = hour >= 22 || hour < 6;
                assertThat(answer.status()).as("at %s: %s", hour, answer.text()).isEqualTo(night ? 403 : 200);
                assertThat(answer.text().contains("closed from 22:00 to 06:00")).isEqualTo(night);
            }
        }
    }

    /** A zone whose clocks show this hour now. */
    private static String whereItIs(int hour) {
        ZonedDateTime now = ZonedDateTime.now(Clock.systemUTC());
        return Stream.iterate(-11, east -> east + 1)
                .limit(24)
                // In these names the sign is the other way round.
                .map(east -> "Etc/GMT" + (east > 0 ? "-" : "+") + Math.abs(east))
                .filter(zone -> now.withZoneSameInstant(ZoneId.of(zone)).getHour() == hour)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSecondLog() throws IOException {
        Recipe recipe = Recipe.named("A second log");
        Path sink = folder.resolve("sink");
        String id;
        try (TestGateway gateway =
                TestGateway.start(recipe.in(home(), yaml -> yaml.replace("file:data/usage", "file:" + sink)))) {
            id = recipe.call(gateway).header("x-request-id");
            assertThat(gateway.callWithoutKey(CHAT, chat("demo", "hi", 1)).status())
                    .isEqualTo(401);
        }
        // The gateway has stopped, and ends its calls first.
        List<String> lines = Files.readAllLines(sink.resolve("calls.jsonl"));
        assertThat(lines).hasSize(2);
        assertThat(new ObjectMapper().readTree(lines.getFirst()).path("callId").asText())
                .isEqualTo(id);
        assertThat(String.join("\n", lines)).doesNotContain("Hello", TestHome.KEY);
    }

    @Test
    void personalDataStays() {
        Recipe recipe = Recipe.named("Personal data stays in the house");
        try (OpenAiFake openai = OpenAiFake.start();
                TestGateway gateway = TestGateway.start(recipe.in(
                        home().set("OPENAI_BASE_URL", openai.baseUrl()).set("OPENAI_API_KEY", openai.key())))) {
            assertThat(recipe.call(gateway).text())
                    .contains("You said: I am [redacted], my card is [redacted].")
                    .doesNotContain("eve@", "4111");

            Answer answer = gateway.call(CHAT, chat("gpt-4.1", "write to bob@mail.example.org, room 17", 1), NOTHING);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            JsonNode sent = openai.lastRequest().json();
            assertThat(sent.at("/messages/0/content").asText()).isEqualTo("write to [redacted], room 17");
            assertThat(sent.path("model").asText()).isEqualTo("gpt-4.1");
            assertThat(openai.refusals()).isEmpty();
        }
    }

    @Test
    void anUpstreamOfYourOwn() {
        Recipe recipe = Recipe.named("An upstream of your own");
        try (OpenAiFake vllm = OpenAiFake.start().compatible().knowing("qwen3");
                TestGateway gateway = TestGateway.start(
                        recipe.in(home().set("VLLM_BASE_URL", vllm.baseUrl()).set("VLLM_API_KEY", vllm.key())))) {
            Answer answer = recipe.call(gateway);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.header("x-mehari-upstream")).isEqualTo("my-vllm");
            assertThat(vllm.lastRequest().header("x-team")).isEqualTo("platform");
            assertThat(gateway.call(CHAT, chat("my-vllm/qwen3", "hi", 1), NOTHING)
                            .status())
                    .isEqualTo(200);
            assertThat(vllm.refusals()).isEmpty();
        }
    }

    @Test
    void aProviderOfAnotherKind() {
        Recipe recipe = Recipe.named("A provider that speaks no known protocol");
        try (TestGateway gateway = TestGateway.start(recipe.in(home()))) {
            Answer answer = recipe.call(gateway);
            String streamed = chat("parrot", "Hello", 1).replaceFirst("\\{", "{\"stream\":true,\"max_tokens\":9,");

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.header("x-mehari-upstream")).isEqualTo("parrot");
            assertThat(answer.text()).contains("You said: Hello");
            assertThat(gateway.call(CHAT, streamed, NOTHING).text()).contains("You said: Hello", "[DONE]");
            assertThat(gateway.call("/v1/messages", streamed, NOTHING).text())
                    .contains("You said: Hello", "message_stop");
            assertThat(gateway.call(GEMINI.replace("demo", "parrot"), contents(1), NOTHING)
                            .text())
                    .contains("You said: hi", "STOP");
        }
    }

    @Test
    void theCallerChooses() {
        Recipe recipe = Recipe.named("The caller chooses the order");
        try (TestGateway gateway = TestGateway.start(recipe.in(home()))) {
            assertThat(recipe.call(gateway).header("x-mehari-model")).isEqualTo("second");
            assertThat(gateway.call(CHAT, chat("pair", "hi", 1), NOTHING).header("x-mehari-model"))
                    .isEqualTo("first");
        }
    }

    @Test
    void noEndlessConversations() {
        Recipe recipe = Recipe.named("No endless conversations");
        try (TestGateway gateway = TestGateway.start(recipe.in(home()))) {
            assertThat(recipe.call(gateway).status()).isEqualTo(200);
            assertThat(gateway.call(CHAT, chat("demo", "hi", 100), NOTHING).status())
                    .isEqualTo(200);
            Answer longer = gateway.call(CHAT, chat("demo", "hi", 101), NOTHING);
            assertThat(longer.status()).isEqualTo(403);
            assertThat(longer.text()).contains("more than 100 messages: start a new conversation");
            assertThat(gateway.call(GEMINI, contents(100), NOTHING).status()).isEqualTo(200);
            assertThat(gateway.call(GEMINI, contents(101), NOTHING).status()).isEqualTo(403);
        }
    }

    @Test
    void aContentFilter() {
        Recipe recipe = Recipe.named("A content filter of your own");
        try (OpenAiFake openai = OpenAiFake.start();
                TestGateway gateway = TestGateway.start(recipe.in(
                        home().set("OPENAI_BASE_URL", openai.baseUrl()).set("OPENAI_API_KEY", openai.key())))) {
            assertThat(recipe.call(gateway).text()).contains("You said: the project flies. Be quiet.");
            String streamed = chat("demo", "Falcon flies. Be quiet.", 1).replaceFirst("\\{", "{\"stream\":true,");
            assertThat(gateway.call(CHAT, streamed, NOTHING).text()).contains("the project flies. ", "[DONE]");

            openai.always(dev.mehari.fake.Answer.toolCall("delete_all", "{}").withText("I clean up."));
            String tools = chat("gpt-4.1", "go", 1)
                    .replaceFirst(
                            "\\{", "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"delete_all\"}}],");
            JsonNode choice = gateway.call(CHAT, tools, NOTHING).json().at("/choices/0");

            assertThat(choice.path("finish_reason").asText()).isEqualTo("content_filter");
            assertThat(choice.at("/message/content").asText()).isEqualTo("I clean up.");
            assertThat(choice.at("/message/refusal").asText()).isEqualTo("nothing is deleted in this house");
            assertThat(choice.at("/message").has("tool_calls")).isFalse();
        }
    }

    private static final String GEMINI = "/v1beta/models/demo:generateContent";

    private static String contents(int messages) {
        String turn = "{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}";
        return "{\"contents\":[" + String.join(",", Collections.nCopies(messages, turn)) + "]}";
    }

    private static String chat(String model, String text, int messages) {
        String message = "{\"role\":\"user\",\"content\":\"" + text + "\"}";
        return "{\"model\":\"" + model + "\",\"messages\":[" + String.join(",", Collections.nCopies(messages, message))
                + "]}";
    }
}
