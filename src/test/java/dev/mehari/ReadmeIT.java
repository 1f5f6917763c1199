package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.OpenAiFake;
import dev.mehari.it.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in Python and TypeScript are run by {@code make clients}. */
@DisplayName("README: its commands, its Java and its YAML do what it says, run as they stand there")
final class ReadmeIT {
    private static final String ADDRESS = "http://localhost:8080";
    private static final long PATIENCE_SECONDS = 90;

    private static final OpenAiFake OPENAI = OpenAiFake.start();
    private static Document readme = new Document("README.md", "");
    private static GatewayProcess gateway;

    @TempDir
    Path folder;

    /** Started as for the first time, so that it makes the two secrets and prints them. */
    @BeforeAll
    static void start() throws IOException {
        readme = new Document("README.md", Files.readString(Path.of("README.md")));
        gateway = GatewayProcess.setup()
                .withoutEnv("MEHARI_BOOTSTRAP_KEY")
                .withoutEnv("MEHARI_ADMIN_PASSWORD")
                .upstream(OPENAI)
                .edit("config/models.yaml", text -> text.replace("\nmodels:\n", "\n" + yaml("models:") + "\n"))
                .edit(
                        "routes/routing.camel.yaml",
                        text -> text.replace(
                                "            when:\n", "            when:\n" + yaml("- id: gold-tier") + "\n"))
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        OPENAI.close();
    }

    @Test
    void theCommandsWorkOneAfterTheOther() throws Exception {
        List<String> commands = new ArrayList<>(
                List.of("set -euo pipefail", "curl() { command curl -sS --fail-with-body \"$@\"; echo; }"));
        readme.blocks("sh").stream()
                .filter(block -> block.contains("curl ") || block.startsWith("java -jar"))
                .forEach(commands::add);
        assertThat(commands).hasSizeGreaterThan(9);

        String said = run("bash", "-c", here(String.join("\n", commands)));

        assertThat(said)
                .contains("\"content\":\"Mehari! \"", "data: [DONE]", "\"key\":\"pk_")
                .contains("\"team\":\"platform\"", "\"degraded\":false", "\"total_ms\":", "mehari_")
                .contains("fine: ");
        assertThat(OPENAI.lastRequest().json().path("model").asText()).isEqualTo("gpt-5.4-mini");
        assertThat(OPENAI.refusals()).isEmpty();
    }

    @Test
    void theJavaPrintsTheAnswer() throws Exception {
        Path program = folder.resolve("Hello.java");
        Files.writeString(program, here(readme.blocks("java").getFirst()));

        assertThat(run("java", "-cp", System.getProperty("java.class.path"), program.toString()))
                .contains("You said: Hello");
    }

    @Test
    void theAliasAndTheBranchLeadWhereTheySay() throws Exception {
        String ask = here(
                "curl -sS -f " + ADDRESS + "/v1/chat/completions -H \"Authorization: Bearer $MEHARI_KEY\""
                        + " -H 'Content-Type: application/json' -d '{\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}],");

        run("bash", "-c", ask + "\"model\": \"fast\"}'");
        assertThat(OPENAI.lastRequest().json().path("model").asText()).isEqualTo("gpt-5.4-mini");
        run("bash", "-c", ask + "\"model\": \"demo\"}' -H 'X-Tier: gold'");
        assertThat(OPENAI.lastRequest().json().path("model").asText()).isEqualTo("gpt-5.5");
    }

    private static String yaml(String what) {
        return readme.blocks("yaml").stream()
                .filter(block -> block.stripLeading().startsWith(what))
                .findFirst()
                .orElseThrow();
    }

    private static String here(String text) {
        return text.replace(ADDRESS, gateway.url());
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("MEHARI_KEY", printed("First virtual key"));
        builder.environment().put("MEHARI_ADMIN_PASSWORD", printed("Password of the user admin"));
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", java, (path, ours) -> ours + ":" + path);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static String printed(String what) {
        Matcher line =
                Pattern.compile("  " + what + " \\(shown once\\): (\\S+)").matcher(gateway.output());
        assertThat(line.find()).as(what).isTrue();
        return Objects.requireNonNull(line.group(1));
    }
}
