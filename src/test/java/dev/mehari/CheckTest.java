package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code check} says what a start would be refused for, and leaves nothing behind. */
final class CheckTest {
    @TempDir
    Path folder;

    record Wrong(String name, UnaryOperator<TestHome> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Wrong step(String name, String step) {
        String route =
                "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n        - " + step + "\n";
        return new Wrong(name, home -> home.newRoute("mine", route));
    }

    static Stream<Wrong> wrong() {
        return Stream.of(
                step("a component that is not there", "to: {uri: 'nobodys:x'}"),
                step("an option that is none", "to: {uri: 'log:x', parameters: {levle: INFO}}"),
                step(
                        "a bean of an option that is not there",
                        "wireTap: {uri: 'direct:mine', executorService: '#nobody'}"),
                step("an expression that cannot be read", "setBody: {expression: {simple: {expression: '${body'}}}"),
                step("a language that is not there", "setBody: {expression: {mvel: {expression: 'a'}}}"),
                step("a direct that nobody reads", "to: {uri: 'direct:dispach'}"),
                step("an expression that is none", "bean: {ref: request, method: \"redact(${body}, '(?=a)')\"}"),
                step("a target that is none", "bean: {ref: plan, method: \"only(${body}, 'openai')\"}"),
                step("a target of an unknown upstream", "bean: {ref: plan, method: \"first(${body}, 'nobody/x')\"}"),
                new Wrong(
                        "a template that is gone",
                        home -> home.route("upstream", text -> text.replace("id: upstream", "id: upstraem"))),
                new Wrong("a file that is none", home -> home.newRoute("mine", "- route: [")),
                new Wrong(
                        "two faults in two files",
                        home -> home.alias("a", "nobody/x").set("APIKEY_CACHE_SIZE", "none")),
                new Wrong(
                        "a fault in config/ and another in routes/",
                        home -> home.alias("a", "nobody/x").newRoute("mine", "- route: [")),
                new Wrong("a port that is none", home -> home.set("SERVER_PORT", "70000")),
                new Wrong("a port that is no number", home -> home.set("SERVER_PORT", "many")),
                new Wrong("a secret that is too short", home -> home.set("MEHARI_SECRET", "short")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhatAStartSays(Wrong wrong) {
        TestHome home = wrong.change().apply(TestHome.shipped(folder));
        String check = faults(() -> Check.run(home.home()));

        assertThat(check).isNotBlank().doesNotContain("Exception");
        assertThat(check)
                .isEqualTo(faults(() -> MehariApplication.application(home.home())
                        .run("--server.address=127.0.0.1", "--logging.level.root=WARN")
                        .close()));
    }

    @Test
    void faultsOfTheRoutesAreToldBesideThoseOfTheConfiguration() {
        String route = """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - to: {uri: 'direct:dispach'}
                        - to: {uri: 'direct:upstream-own'}
                        - bean: {ref: plan, method: "only(${body}, 'own/x')"}
                """;
        TestHome home = TestHome.shipped(folder).alias("a", "nobody/x").newRoute("mine", route);

        assertThat(faults(() -> Check.run(home.home())))
                .contains("nobody")
                .contains("routes/mine.camel.yaml")
                .doesNotContain("upstream-own");
    }

    /** Routes that were copied from a release before the step was. */
    private TestHome older() {
        return TestHome.shipped(folder)
                .route(
                        "dispatch",
                        text -> text.replace("ref: hedge", "ref: dispatch").replace("race\n", "pause\n"))
                .route(
                        "chat",
                        text -> text.replace("ref: mirror", "ref: models").replace("send\n", "resolve\n"));
    }

    @Test
    void stepsThatOlderRoutesLackAreNotedWhereNothingAsksForThem() {
        assertThat(Check.run(older().home()).lines().toList())
                .hasSize(3)
                .startsWith(
                        "note: routes/dispatch.camel.yaml: the step hedge.race is missing, which \"hedge-after\" needs: add"
                                + " it as docs/routes.md shows under \"Routes of an earlier version\"",
                        "note: routes/chat.camel.yaml: the step mirror.send is missing, which \"mirror\" needs: add it as"
                                + " docs/routes.md shows under \"Routes of an earlier version\"")
                .last()
                .asString()
                .startsWith("fine: ");
    }

    @Test
    void aKeyThatDoesNothingWithOlderRoutesIsAFault() {
        TestHome home = older().edit(
                        "config/models.yaml",
                        text -> text.replace(
                                "models:\n",
                                "models:\n  two: {targets: [demo/a, demo/b], hedge-after: 2s, mirror: {target: demo/c}}\n"));
        assertThat(faults(() -> Check.run(home.home())))
                .contains("routes/dispatch.camel.yaml: the step hedge.race is missing, which \"hedge-after\" of \"two\""
                        + " (config/models.yaml:5) needs: add it")
                .contains("routes/chat.camel.yaml: the step mirror.send is missing, which \"mirror\" of \"two\"")
                .hasLineCount(2);
        assertThat(faults(() -> TestGateway.start(home).close())).contains("hedge.race", "mirror.send");
    }

    @Test
    void aHomeThatIsFineIsOneLineAndNothingIsLeft() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestHome home = TestHome.shipped(folder)
                    .set("OPENAI_API_KEY", "sk-openai-0123456789")
                    .set("OPENAI_BASE_URL", "http://127.0.0.1:" + nobody.getLocalPort() + "/v1")
                    .set("POOL_WARM", "true")
                    .set("SERVER_PORT", String.valueOf(nobody.getLocalPort()))
                    .set("DATABASE_URL", "postgresql://user:password@127.0.0.1:" + nobody.getLocalPort() + "/db");
            Set<String> before = threads();

            String line = Check.run(home.home());

            assertThat(line)
                    .startsWith("fine: ")
                    .contains(" 4 of them on", "11 files", "17 routes")
                    .hasLineCount(1);
            assertThat(threads()).isEqualTo(before);
            assertThat(folder.resolve("data")).doesNotExist();
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left.map(Path::getFileName).map(Path::toString))
                        .containsExactlyInAnyOrder("config", "routes");
            }
            nobody.setSoTimeout(1);
            assertThat(catchThrowable(nobody::accept))
                    .as("a connection that nobody made")
                    .isNotNull();
        }
    }

    @Test
    void aHomeWithoutFilesTakesTheDefaults() {
        assertThat(Check.run(new Home(folder, java.util.Map.of())))
                .contains("configuration of the defaults inside the jar", "routes of the defaults inside the jar");
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(t -> t.getName() + " " + t.threadId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String faults(Runnable start) {
        Throwable failure = catchThrowable(start::run);
        assertThat(failure).isNotNull();
        String faults = StartFailure.faults(failure);
        assertThat(faults).as("%s", failure).isNotNull();
        return String.valueOf(faults);
    }
}
