package dev.mehari.it.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What an admin writes is live at once, beside the files and never above them")
class OverlayIT {
    private static final OpenAiFake VENDOR = OpenAiFake.start();
    private static GatewaySetup setup = GatewayProcess.setup();
    private static GatewayProcess gateway;
    private static Console console;

    @BeforeAll
    static void start() {
        setup.env("MEHARI_ADMIN_ALLOWED_ADDRESSES", "127.0.0.1");
        gateway = setup.start();
        console = new Console(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        VENDOR.close();
    }

    @Test
    @DisplayName("an upstream and an alias are served when the answer is there, and after a restart; then they go")
    void createdServedRestartedDeleted() {
        HttpResponse<String> made = console.put("/api/admin/upstreams/house", house());
        JsonNode upstream = Console.json(made, 201);
        assertThat(made.headers().firstValue("ETag"))
                .hasValue("\"" + upstream.path("version").asLong() + "\"");
        assertThat(upstream.path("config")
                        .path("credentials")
                        .get(0)
                        .path("key")
                        .asText())
                .isEqualTo("***");
        Console.json(console.put("/api/admin/models/mine", Console.alias("house/gpt-4.1")), 201);
        assertThat(console.chat("mine")).isEqualTo(200);
        assertThat(VENDOR.refusals()).isEmpty();

        gateway.stop();
        gateway = setup.start();
        console = new Console(gateway);
        assertThat(console.chat("mine")).isEqualTo(200);
        assertThat(console.page("/api/admin/models/mine").path("updated_by").asText())
                .isEqualTo("admin");

        assertThat(Console.error(console.delete("/api/admin/upstreams/house"), 409))
                .contains("models/mine");
        assertThat(console.chat("mine")).isEqualTo(200);
        Console.json(console.delete("/api/admin/models/mine"), 200);
        Console.json(console.delete("/api/admin/upstreams/house"), 200);
        assertThat(console.chat("mine")).isEqualTo(404);
        assertThat(console.page("/api/admin/audit").path("entries").findValuesAsText("action"))
                .startsWith("delete", "delete", "create", "create");
    }

    @Test
    @DisplayName("what is refused leaves calls, database and generation as they were, and says where it is wrong")
    void refused() {
        Console.json(console.put("/api/admin/upstreams/good", house()), 201);
        Console.json(console.put("/api/admin/models/kept", Console.alias("good/gpt-4.1")), 201);
        JsonNode audit = console.page("/api/admin/audit");
        int generation = console.page("/api/admin/live").path("generation").asInt();

        assertThat(Console.error(console.put("/api/admin/models/bad", Console.alias("nowhere/m")), 400))
                .contains("database: models/bad", "unknown upstream \\\"nowhere\\\"");
        String misspelt = house().replace("base-url", "base_url");
        assertThat(Console.error(console.put("/api/admin/upstreams/bad", misspelt), 400))
                .contains("did you mean \\\"base-url\\\"");
        for (String key : new String[] {"env:MEHARI_SECRET", "file:/etc/passwd"}) {
            assertThat(Console.error(
                            console.put("/api/admin/upstreams/bad", Console.upstream(VENDOR.baseUrl(), key)), 400))
                    .contains("cannot name a variable or a file");
        }
        assertThat(Console.error(console.put("/api/admin/upstreams/bad", "{\"key\": sk-not-json"), 400))
                .doesNotContain("sk-not-json");
        assertThat(Console.error(
                        console.put(
                                "/api/admin/upstreams/bad",
                                house().replace(VENDOR.baseUrl(), "http://127.0.0.1/${MEHARI_BOOTSTRAP_KEY}")),
                        400))
                .doesNotContain(GatewaySetup.KEY);

        assertThat(console.page("/api/admin/audit")).isEqualTo(audit);
        JsonNode live = console.page("/api/admin/live");
        assertThat(live.path("generation").asInt()).isEqualTo(generation);
        assertThat(live.path("degraded").asBoolean()).isFalse();
        assertThat(console.chat("kept")).isEqualTo(200);
        assertThat(console.get("/api/admin/upstreams/bad").statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("fault 5.7: what a file names is the file's: 409 with file and line; each value names its source")
    void filesWin() {
        assertThat(Console.error(console.put("/api/admin/models/demo", Console.alias("demo/other")), 409))
                .containsPattern("config/models.yaml:\\d+");
        assertThat(Console.error(console.put("/api/admin/upstreams/openai", house(), "*"), 409))
                .containsPattern("config/upstreams.yaml:\\d+");

        Console.json(console.put("/api/admin/models/late", Console.alias("demo/x")), 201);
        JsonNode config = console.page("/api/admin/config/effective").path("config");
        JsonNode late = config.path("models").path("late").path("targets").get(0);
        assertThat(late.path("value").asText()).isEqualTo("demo/x");
        assertThat(late.path("source").path("kind").asText()).isEqualTo("database");
        assertThat(late.path("source").path("object").asText()).isEqualTo("models/late");
        JsonNode openai = config.path("upstreams").path("openai");
        assertThat(openai.path("protocol").path("source").path("file").asText()).isEqualTo("config/upstreams.yaml");
        assertThat(openai.path("protocol").path("source").path("line").asInt()).isPositive();
        assertThat(openai.path("verbose").path("source").path("kind").asText()).isEqualTo("default");
        JsonNode demo = config.path("upstreams").path("demo").path("base-url");
        assertThat(demo.path("source").path("variable").asText()).isEqualTo("MEHARI_DEMO_URL");

        // The file names it too from now on: the file wins, and the gateway says so.
        setup.edit("config/models.yaml", text -> text.replace("models:\n", "models:\n  late: {targets: [demo/y]}\n"));
        JsonNode live = Eventually.get(
                Duration.ofSeconds(10),
                () -> console.page("/api/admin/live"),
                now -> now.path("set_aside").size() == 1);
        assertThat(live.path("degraded").asBoolean()).isTrue();
        assertThat(live.path("set_aside").get(0).path("source").asText()).isEqualTo("database");
        assertThat(live.path("set_aside").toString()).contains("database: models/late", "config/models.yaml:");
        assertThat(console.chatReply("late").headers().firstValue("x-mehari-model"))
                .hasValue("y");
        assertThat(Console.error(console.put("/api/admin/models/late", Console.alias("demo/z"), "*"), 409))
                .containsPattern("config/models.yaml:\\d+");
        assertThat(Console.error(console.delete("/api/admin/models/demo"), 409))
                .containsPattern("config/models.yaml:\\d+");
        setup.edit("config/models.yaml", text -> text.replace("  late: {targets: [demo/y]}\n", ""));
        Eventually.get(
                Duration.ofSeconds(10),
                () -> console.page("/api/admin/live"),
                now -> !now.path("degraded").asBoolean());
        assertThat(console.chatReply("late").headers().firstValue("x-mehari-model"))
                .hasValue("x");
        Console.json(console.delete("/api/admin/models/late"), 200);
    }

    @Test
    @DisplayName(
            "who changes what somebody else has changed gets 409; a key stays when it is not given, and never moves")
    void versionsAndKeptKeys() {
        String path = "/api/admin/upstreams/shared";
        long first =
                Console.json(console.put(path, house()), 201).path("version").asLong();
        assertThat(Console.error(console.put(path, house()), 409)).contains("If-Match");
        assertThat(Console.error(console.put(path, house(), "\"" + (first - 1) + "\""), 409))
                .contains("read it again");

        String masked = console.page(path).path("config").toString();
        assertThat(masked).contains("\"***\"");
        long second = Console.json(console.put(path, masked, "\"" + first + "\""), 200)
                .path("version")
                .asLong();
        assertThat(second).isGreaterThan(first);
        Console.json(console.put("/api/admin/models/shared", Console.alias("shared/gpt-4.1")), 201);
        assertThat(console.chat("shared")).as("its key was kept").isEqualTo(200);

        String moved = masked.replace(VENDOR.baseUrl(), "https://example.com/v1");
        assertThat(Console.error(console.put(path, moved, "*"), 400)).contains("give its key again");
        assertThat(Console.error(console.put("/api/admin/upstreams/new", house(), "\"1\""), 409))
                .contains("gone");
    }

    private static String house() {
        return Console.upstream(VENDOR.baseUrl(), VENDOR.key());
    }
}
