package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("faults 4.8a, 5.1 and rule 14: a start that cannot be right ends with 78 and a line for each fault")
class RefusedStartIT {
    /** @param started whether it is started, too: one of each kind, since {@code check} is what a start does first */
    record Wrong(String name, UnaryOperator<GatewaySetup> setup, List<String> lines, boolean started) {
        Wrong(String name, UnaryOperator<GatewaySetup> setup, List<String> lines) {
            this(name, setup, lines, false);
        }

        Wrong andStarted() {
            return new Wrong(name, setup, lines, true);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Wrong env(String name, String value, String... words) {
        return new Wrong(name + "='" + value + "'", setup -> setup.env(name, value), List.of(String.join("|", words)));
    }

    private static Wrong file(String path, String text, String... lines) {
        return new Wrong(path, setup -> setup.file(path, text), List.of(lines));
    }

    private static Wrong edit(String path, String from, String to, String... lines) {
        return new Wrong(path + ": " + to, setup -> setup.edit(path, text -> text.replace(from, to)), List.of(lines));
    }

    static Stream<Wrong> wrong() {
        return Stream.of(
                env("MEHARI_SECRET", "", "MEHARI_SECRET", "empty").andStarted(),
                env("MEHARI_SECRET", "canary-short", "MEHARI_SECRET", "too short"),
                env("MEHARI_ADMIN_PASSWORD", " \t", "MEHARI_ADMIN_PASSWORD", "empty"),
                env("MEHARI_BOOTSTRAP_KEY", "", "MEHARI_BOOTSTRAP_KEY", "empty"),
                env("MEHARI_BOOTSTRAP_KEY", GatewaySetup.ADMIN_PASSWORD, "MEHARI_BOOTSTRAP_KEY", "the same"),
                env("MEHARI_AUTH_MODE", "open", "open lets everybody", "server.address")
                        .andStarted(),
                env("MEHARI_AUTH_MODE", "opne", "mehari.auth.mode"),
                env("MEHARI_REQUEST_MAX_BODY", "5GB", "mehari.request.max-body must be")
                        .andStarted(),
                env("MEHARI_REQUEST_MAX_BODY", "much", "mehari.request.max-body"),
                env("MEHARI_REQUEST_MAX_HELD", "10KB", "mehari.request.max-held must be"),
                env("MEHARI_REQUEST_READ_TIMEOUT", "0s", "mehari.request.read-timeout must be"),
                file(
                                "config/application.yaml",
                                "mehari:\n  request:\n    max-bdy: 1MB\n  metrics:\n    opne: true\n",
                                "application.yaml:3|max-bdy|mehari.request.max-body",
                                "application.yaml:5|mehari.metrics.open")
                        .andStarted(),
                env("APIKEY_CACHE_SIZE", "0", "APIKEY_CACHE_SIZE", "1 to 10000000"),
                env("DATABASE_TYPE", "oracle", "DATABASE_TYPE"),
                file("config/application.yaml", "server: [\n", "application.yaml:2|not YAML")
                        .andStarted(),
                env("DATABASE_URL", "mysql://root:canary-password@localhost/x", "DATABASE_URL")
                        .andStarted(),
                env("OPENAI_BASE_URL", "https://user:canary-password@api.example.com/v1", "base-url", "password"),
                edit(
                        "config/upstreams.yaml",
                        "    protocol: openai\n",
                        "    protocol: openai\n    timeuots: {}\n",
                        "upstreams.yaml:7|timeuots|timeouts"),
                edit(
                        "config/upstreams.yaml",
                        "key: \"env:OPENAI_API_KEY\"",
                        "key: canary-literal",
                        "upstreams.yaml|env:NAME"),
                edit(
                                "config/models.yaml",
                                "models:\n",
                                "models:\n  x: {targets: [opnai/x]}\n  y: {tragets: []}\n",
                                "models.yaml:5|opnai|openai",
                                "models.yaml:6|tragets|targets")
                        .andStarted(),
                file("config/modles.yaml", "models: {}\n", "modles.yaml|models.yaml")
                        .andStarted(),
                file("routes/chat.camel.yaml", "- route:\n    id: chat\n    from: [\n", "chat.camel.yaml")
                        .andStarted(),
                file(
                                "routes/mine.camel.yaml",
                                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - bean: {ref: nobody}\n",
                                "mine.camel.yaml|nobody")
                        .andStarted(),
                file(
                        "routes/mine.camel.yaml",
                        "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - to: {uri: 'nobodys:x'}\n",
                        "mine.camel.yaml|nobodys"),
                file(
                        "routes/mine.camel.yaml",
                        "- route: {id: mine, from: {uri: 'direct:mine', steps: [{to: {uri: 'log:x', parameters: {levle: INFO}}}]}}",
                        "mine.camel.yaml|levle"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void endsWith78(Wrong wrong) {
        GatewaySetup setup = wrong.setup().apply(GatewayProcess.setup());
        List<String> told = refused(setup.arguments("check")).lines().toList();
        assertThat(told).hasSameSizeAs(wrong.lines());
        for (String expected : wrong.lines()) {
            assertThat(told).anySatisfy(line -> assertThat(line).contains(expected.split("\\|")));
        }
        if (wrong.started()) {
            assertThat(lines(refused(setup.arguments(new String[0])))).isEqualTo(told);
        }
    }

    /** What a process says that ends with 78. */
    private static String refused(GatewaySetup setup) {
        try (GatewayProcess process = setup.launch()) {
            int code = process.awaitExit();
            String said = process.output();
            assertThat(code).as(said).isEqualTo(78);
            assertThat(said)
                    .doesNotContain("\tat ", "Exception", "canary", GatewaySetup.ADMIN_PASSWORD, GatewaySetup.KEY);
            return said;
        }
    }

    private static List<String> lines(String said) {
        return said.lines()
                .filter(line -> !line.isBlank() && !line.contains(" INFO "))
                .toList();
    }

    @Test
    @DisplayName("a Java that is too old: one line, 78")
    void oldJava() throws IOException, InterruptedException {
        Path old = Stream.of("/usr/lib/jvm/java-17-openjdk-amd64/bin/java", "/usr/lib/jvm/java-17-openjdk/bin/java")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(old != null, "no Java 17 here");
        Process process = new ProcessBuilder(
                        Objects.requireNonNull(old).toString(),
                        "-jar",
                        Objects.requireNonNull(System.getProperty("mehari.jar")))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(78);
        assertThat(said.lines()).as(said).hasSize(1);
        assertThat(said).contains("needs Java 21", "Java 17");
    }
}
