package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that were copied from an earlier release work, are told what they lack, and get it as docs/routes.md says. */
final class OlderRoutesTest {
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

    @TempDir
    Path folder;

    /** As they were before there were counts, answers in steps, hedges and mirrors. */
    private TestHome oldest() {
        return TestHome.shipped(folder)
                .route(
                        "dispatch",
                        text -> text.replaceFirst(
                                "(?s) {20}- choice:.* {28}- (toD:\\n) {32}(id: to-upstream\\n) {32}(uri: [^\\n]*\\n)",
                                "                    - $1                        $2                        $3"))
                .route("chat", text -> text.replaceFirst("(?s) {8}- bean:\\n {12}id: mirror\\n.*?(?= {8}- to:)", ""))
                .route(
                        "upstream",
                        text -> text.replaceFirst("(?s) {16}- to:\\n {20}description: What is to be.*?answer\\n", ""))
                .route("answer", text -> text.replace("method: format", "method: validate"));
    }

    private static List<String> snippets() throws IOException {
        String document = Files.readString(Path.of("docs/routes.md"));
        String section = document.substring(document.indexOf("## Routes of an earlier version"));
        return YAML.matcher(section.substring(0, section.indexOf("\n## ", 1)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void whatTheyLackIsToldAndGivenToThem() throws IOException {
        TestHome home = oldest();
        assertThat(Check.run(home.home()).lines().filter(line -> line.startsWith("note: ")))
                .extracting(line -> line.replaceFirst("note: (\\S+) the step (\\S+) .*", "$1 $2"))
                .containsExactly(
                        "routes/dispatch.camel.yaml: hedge.race",
                        "routes/chat.camel.yaml: mirror.send",
                        "routes/dispatch.camel.yaml: tokens.count",
                        "routes/answer.camel.yaml: answer.format");
        try (TestGateway gateway = TestGateway.start(home)) {
            assertThat(gateway.call(
                                    "/v1/chat/completions",
                                    "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                                    java.util.Map.of())
                            .status())
                    .isEqualTo(200);
        }

        List<String> snippets = snippets();
        assertThat(snippets).hasSize(3);
        home.route(
                        "chat",
                        text -> text.replace(
                                "        - to:\n            id: try-targets",
                                snippets.get(0) + "        - to:\n            id: try-targets"))
                .route(
                        "dispatch",
                        text -> text.replaceFirst(
                                "(?s) {20}- toD:.*?(?= {18}doCatch)",
                                java.util.regex.Matcher.quoteReplacement(snippets.get(1))))
                .route("upstream", text -> text.replaceFirst("(?s)(method: judge\\n)", "$1" + snippets.get(2)))
                .route("answer", text -> shippedAnswer());

        assertThat(Check.run(home.home())).startsWith("fine: ").hasLineCount(1);
    }

    @Test
    void anUpstreamThatNeedsATemplateOfItsOwnIsNamed() throws IOException {
        TestHome home =
                TestHome.shipped(folder).set("CODEGEN_API_TOKEN", "token-0001").set("CODEGEN_ORG_ID", "1");
        Files.delete(folder.resolve("routes/upstream-route.camel.yaml"));

        assertThatThrownBy(() -> Check.run(home.home()))
                .hasMessageStartingWith(
                        "routes/upstream-route.camel.yaml: the template \"upstream-route\" is missing, which"
                                + " the upstream \"codegen\" needs: docs/routes.md");
    }

    private static String shippedAnswer() {
        try {
            return Files.readString(Path.of("routes/answer.camel.yaml"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
