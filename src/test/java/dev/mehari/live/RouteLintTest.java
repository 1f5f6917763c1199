package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mehari.config.Fault;
import org.junit.jupiter.api.Test;

/** What is wrong with the routes is told before they take calls, with file and line. */
final class RouteLintTest {
    private static final String ROUTING = "routing.camel.yaml";
    private final LintedRoutes routes = new LintedRoutes();

    @Test
    void theShippedRoutesAreFine() {
        assertThatCode(() -> routes.faults()).doesNotThrowAnyException();
        assertThat(routes.faults()).isEmpty();
    }

    @Test
    void aDirectThatNobodyReads() {
        routes.edit("chat.camel.yaml", text -> text.replace("uri: direct:dispatch", "uri: direct:dispach"));

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/chat.camel.yaml");
            assertThat(f.line()).isEqualTo(routes.line("chat.camel.yaml", "id: try-targets") - 1);
            assertThat(f.message()).isEqualTo("no route reads \"direct:dispach\", did you mean \"direct:dispatch\"?");
        });
    }

    @Test
    void aBeanAndAMethodThatDoNotExist() {
        routes.edit(
                "chat.camel.yaml",
                text -> text.replace("ref: models", "ref: modells")
                        .replace("method: authenticate", "method: authentikate"));

        assertThat(routes.faults())
                .extracting(Fault::toString)
                .containsExactly(
                        "routes/chat.camel.yaml:" + (routes.line("chat.camel.yaml", "id: authenticate") - 1)
                                + ": the bean \"keys\" has no method \"authentikate\", did you mean \"authenticate\"?",
                        "routes/chat.camel.yaml:" + (routes.line("chat.camel.yaml", "id: resolve") - 1)
                                + ": there is no bean \"modells\", did you mean \"models\"?");
    }

    @Test
    void aStepDeepInsideAChoiceOrALoop() {
        routes.edit(
                ROUTING,
                text -> text.replace(
                        "ref: plan\n                      method: \"refuse",
                        "ref: plann\n                      method: \"refuse"));
        routes.edit("dispatch.camel.yaml", text -> text.replace("method: \"failed(", "method: \"fayled("));

        assertThat(routes.faults())
                .extracting(Fault::file)
                .containsExactlyInAnyOrder("routes/routing.camel.yaml", "routes/dispatch.camel.yaml");
    }

    @Test
    void aFilterThatNoRouteIs() {
        String step =
                "        - bean:\n            id: %s\n            ref: answer\n            method: \"filter('%s')\"\n";
        routes.edit(
                "answer.camel.yaml",
                text -> text
                        + step.formatted("a", "direct:chet")
                        + step.formatted("b", "house-rules")
                        + step.formatted("c", "direct:chat"));

        assertThat(routes.faults())
                .extracting(Fault::message)
                .containsExactly(
                        "answer.filter: no route reads \"direct:chet\", did you mean \"direct:chat\"?",
                        "answer.filter: a route is \"direct:name\", not \"house-rules\"");
    }

    @Test
    void aStepOfTheFileOfErrors() {
        routes.edit("errors.camel.yaml", text -> text.replace("method: answer", "method: anser"));

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/errors.camel.yaml");
            assertThat(f.message()).contains("anser");
        });
    }

    @Test
    void aStepOfTheUpstreamTemplateIsToldOnce() {
        routes.edit("upstream.camel.yaml", text -> text.replace("method: judge", "method: juge"));

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/upstream.camel.yaml");
            assertThat(f.line()).isPositive();
        });
    }

    @Test
    void twoRoutesThatReadTheSame() {
        routes.add("mine", "- route: {id: mine, from: {uri: 'direct:routing', steps: [{log: {message: hi}}]}}");

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.message()).contains("direct:routing", "\"mine\"", "\"routing\"");
            assertThat(f.file()).isIn("routes/mine.camel.yaml", "routes/routing.camel.yaml");
        });
    }

    @Test
    void twoRoutesOfOneId() {
        routes.add("mine", "- route: {id: routing, from: {uri: 'direct:mine', steps: [{log: {message: hi}}]}}");

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.message()).isEqualTo("two routes have the id \"routing\"");
        });
    }

    @Test
    void twoRoutesOfOneIdInOneFile() {
        routes.edit(
                ROUTING,
                text -> text + "- route: {id: routing, from: {uri: 'direct:mine', steps: [{log: {message: a}}]}}\n");

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.message()).contains("routing");
        });
    }

    @Test
    void yamlThatIsNone() {
        routes.edit(ROUTING, text -> text.replace("    from:\n", "   from:\n"));

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.line()).isEqualTo(routes.line(ROUTING, "   from:"));
            assertThat(f.message()).contains("expected").doesNotContain("\n").doesNotContain("Exception");
        });
    }

    @Test
    void aFileInWhichAllIsCommentedOut() {
        routes.add("mine", "# - route: {}\n");

        assertThat(routes.faults())
                .extracting(Fault::toString)
                .containsExactly("routes/mine.camel.yaml: holds no list of routes");
    }

    @Test
    void aStepThatCamelDoesNotKnow() {
        routes.edit(ROUTING, text -> text.replace("- choice:", "- choise:"));

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.line()).isEqualTo(routes.line(ROUTING, "- choise:"));
            assertThat(f.message()).contains("choise");
        });
    }

    @Test
    void anExpressionThatCannotBeRead() {
        routes.edit(
                ROUTING,
                text -> text.replace("${body.header('x-tier')} == 'trial'", "${body.header('x-tier' == 'trial'"));

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.line()).isEqualTo(routes.line(ROUTING, "- id: trial"));
            assertThat(f.message())
                    .startsWith("an expression that cannot be read: ")
                    .contains("x-tier")
                    .doesNotContain("\n");
        });
    }

    @Test
    void twoReadersOfOneQueue() {
        routes.add("mine", "- route: {id: mine, from: {uri: 'seda:usage-rows', steps: [{log: {message: hi}}]}}");

        assertThat(routes.faults()).singleElement().satisfies(f -> {
            assertThat(f.message()).contains("seda:usage-rows", "\"mine\"", "\"usage-rows\"");
        });
    }

    @Test
    void severalFilesThatCannotBeRead() {
        routes.edit(ROUTING, text -> text.replace("- choice:", "- choise:"));
        routes.add("mine", "- route: [");

        assertThat(routes.faults())
                .extracting(Fault::file)
                .containsExactly("routes/mine.camel.yaml", "routes/routing.camel.yaml");
    }

    @Test
    void noChat() {
        routes.remove("chat.camel.yaml");

        assertThat(routes.faults())
                .extracting(Fault::toString)
                .containsExactly("routes: no route reads \"direct:chat\"");
    }

    @Test
    void faultsOfSeveralFilesAreToldTogether() {
        routes.edit("chat.camel.yaml", text -> text.replace("uri: direct:dispatch", "uri: direct:dispach"));
        routes.edit(ROUTING, text -> text.replace("method: \"refuse(", "method: \"refuze("));

        assertThat(routes.faults())
                .extracting(Fault::file)
                .containsExactlyInAnyOrder("routes/chat.camel.yaml", "routes/routing.camel.yaml");
    }
}
