package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A word that is spelled wrong in a route is told with its line; live, every call that came to it would fail. */
final class RouteExpressionsTest {
    private static final String ROUTING = "routing.camel.yaml";
    private static final String SHIPPED =
            "\"${body.header('x-tier')} == 'trial' && ${body.field('messages.size')} > 50\"";

    private final LintedRoutes routes = new LintedRoutes();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${body.caler.team} == 'x' | ${body.caler.team}: there is no \"caler\", did you mean \"caller\"?",
                "${body.caller.nam} == 'x' | ${body.caller.nam}: there is no \"nam\", did you mean \"name\"?",
                "${body.caller.name.foo} == 'x' | ${body.caller.name.foo}: there is no \"foo\"",
                "${body.feild('model')} == 'x' | ${body.feild('model')}: there is no \"feild\", did you mean \"field\"?",
                "${body.header} == 'x' | ${body.header}: \"header\" needs brackets: header('...')",
                "${body.model} == 'a' && ${body?.aliass} == 'b' | ${body?.aliass}: there is no \"aliass\", did you mean \"alias\"?",
                "${header.x-tier} == 'gold' | ${header.x-tier}: a call is no message with headers, the caller's are ${body.header('x-tier')}",
                "${headers[x-tier]} == 'gold' | ${headers[x-tier]}: a call is no message with headers, the caller's are ${body.header('x-tier')}",
                "${body.model === 'a' | an expression that cannot be read: ",
                "${body.model} === 'a' | an expression that cannot be read: Unexpected token = at",
            })
    void isToldWithItsLine(String expression, String fault) {
        routes.edit(ROUTING, text -> text.replace(SHIPPED, "\"" + expression + "\""));

        assertThat(routes.faults()).singleElement().satisfies(told -> {
            assertThat(told.file()).isEqualTo("routes/" + ROUTING);
            assertThat(told.line()).isEqualTo(routes.line(ROUTING, "- id: trial"));
            assertThat(told.message()).startsWith(fault);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body.caller.team} == 'x' && ${body.caller.tags} contains 'y'",
                "${body.stream} && ${body.eventStream} && ${body.answered}",
                "${body.passthrough.method} == 'GET' || ${body.target.upstream} == 'x' || ${body.upstream} == 'y'",
                "${body.tags} contains 'x' || ${body.plan.size} > 2 || ${body.getModel} == 'x'",
                "${body.field('metadata.user_id')} == 'x' || ${body.header('x-a')} == 'b' || ${body.header(x-a)} == 'c'",
                "${body} != null && ${exchangeProperty.call.alias} == 'x' && ${random(100)} < 10",
            })
    void whatACallHasIsFine(String expression) {
        routes.edit(ROUTING, text -> text.replace(SHIPPED, "\"" + expression + "\""));

        assertThat(routes.faults()).isEmpty();
    }

    @Test
    void allAreToldTogether() {
        routes.edit(ROUTING, text -> text.replace(SHIPPED, "\"${body.modell} == 'a'\""));
        routes.edit("dispatch.camel.yaml", text -> text.replace("${body.hasNextTarget}", "${body.hasNextTarge}"));
        routes.edit(
                "answer.camel.yaml",
                text -> text + "        - filter: {simple: '${body.aliass}', steps: [{log: a}]}\n");

        assertThat(routes.faults())
                .extracting(fault -> fault.file().replaceAll("routes/|.camel.yaml", ""))
                .containsExactlyInAnyOrder("routing", "dispatch", "answer");
    }

    /** Behind a step that makes it something else, nobody knows what the body is. */
    @Test
    void whatIsNotTheCallIsLeftAlone() {
        routes.edit(
                "chat.camel.yaml",
                text -> text + "        - setHeader: {name: a, simple: '${body.alias}'}\n"
                        + "        - setBody: {simple: '${header.a}'}\n        - log: '${body.length}'\n"
                        + "        - setBody: {simple: '${body.length}'}\n");
        routes.add(
                "mine",
                "- route: {id: mine, from: {uri: 'direct:mine', steps: [{setBody: {simple: '${body.kind}${header.b}'}}]}}");

        assertThat(routes.faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "only('demo/demo') | plan.only is written only(${body}, '...'), not with 1 value",
                "refuse() | plan.refuse is written refuse('...'), not with 0 values",
                "refuse | plan.refuse is written refuse('...')",
                "refuse('a', 'b') | plan.refuse is written refuse('...'), not with 2 values",
            })
    void aStepThatIsGivenTooLittleOrTooMuch(String method, String fault) {
        routes.edit(
                ROUTING,
                text -> text.replace(
                        "\"refuse('trial calls may hold 50 messages at the most')\"", "\"" + method + "\""));

        assertThat(routes.faults()).singleElement().satisfies(told -> {
            assertThat(told.line()).isEqualTo(routes.line(ROUTING, "id: trial-too-long") - 1);
            assertThat(told.message()).isEqualTo(fault);
        });
    }
}
