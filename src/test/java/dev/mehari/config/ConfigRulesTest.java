package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigRulesTest {
    @Test
    void everyFormOfTheFileIsTaken() {
        Models models = Snippets.valid().with("models.yaml", """
                        time-zone: Europe/Berlin
                        models:
                          fast:
                            strategy: sticky
                            sticky: {by: "header:X-Session"}
                            canary: {target: openai/next, percent: 2.5, by: conversation}
                            targets:
                              - {target: openai/a, weight: 3, priority: 1, when: [{field: stream, operator: eq, value: true}]}
                              - {target: openai/b, priority: 2, when: {any: [{field: key.tags, operator: in, value: [a, b]}]}}
                            rules:
                              - name: one
                                conditions:
                                  all:
                                    - {field: headers.X-Tier, operator: regex, value: "^g(o|0)ld$"}
                                    - not: {field: "body.messages[0].role", operator: eq, value: system}
                                    - any:
                                        - {field: time.of_day, operator: gte, value: 22:00}
                                        - {field: time.of_day, operator: lt, value: "06:30", zone: Asia/Tokyo}
                                upstream: openai
                              - {name: two, upstream: openai, weight: 0, tags: [a.b-c]}
                              - {name: three, weights: {openai: 1, openai/a: 5}}
                              - {name: four, conditions: [], upstream: openai, model: gpt-9}
                              - {name: five, refuse: "no"}
                        keys: {key_1: {rules: [{name: k, model: fast}]}, "a key": {rules: []}}
                        teams: {red: {rules: [{name: t, targets: ["openai/*"]}]}}
                        rules: [{name: g, tags: [x], conditions: {field: time.date, operator: eq, value: 2026-12-24}}]
                        """).load().models();
        Routing routing = models.find("fast").orElseThrow().routing();
        assertThat(routing.strategy()).isEqualTo(Strategy.STICKY);
        assertThat(routing.sticky()).hasToString("header:x-session");
        assertThat(routing.canary())
                .hasToString(
                        "Canary[candidate=" + routing.written().toList().get(2) + ", share=0.025, by=conversation]");
        assertThat(routing.rules()).extracting(Rule::name).containsExactly("one", "two", "three", "four", "five");
        assertThat(routing.rules().getFirst().when().shown())
                .isEqualTo("headers.X-Tier regex and (not (body.messages[0].role eq system)) and"
                        + " (time.of_day gte 22:00 or time.of_day lt 06:30)");
        assertThat(models.paths()).containsExactly("messages[0].role");
        assertThat(models.rules().ofKey("key_1", "a key")).hasSize(1);
    }

    @Test
    void theExamplesOfTheDocumentAreTaken() throws IOException {
        String upstreams = "upstreams:\n";
        for (String name : List.of("openai", "zai", "anthropic", "gemini")) {
            upstreams += "  " + name + ": {protocol: openai, base-url: http://localhost}\n";
        }
        Matcher examples = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(Path.of("docs/rules.md")));
        int count = 0;
        while (examples.find()) {
            assertThat(Snippets.valid()
                            .with("upstreams.yaml", upstreams)
                            .with("models.yaml", examples.group(1))
                            .faults())
                    .as(examples.group(1))
                    .isEmpty();
            count++;
        }
        assertThat(count).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {field: modle, operator: eq, value: a}             | unknown field "modle", did you mean "model"?
                    {field: header.x-a, operator: eq, value: a}        | unknown field "header.x-a", did you mean "headers.x-a"?
                    {field: bdy.user, operator: eq, value: a}          | unknown field "bdy.user", did you mean "body.user"?
                    {field: key.tag, operator: contains, value: a}     | unknown field "key.tag", did you mean "key.tags"?
                    {field: "body.a[-1]", operator: eq, value: a}      | unknown field "body.a[-1]", a place in the body is written like "body.messages[0].role"
                    {field: model, operator: equals, value: a}         | unknown operator "equals", use "eq", "ne", "gt", "lt", "gte", "lte", "contains", "regex", "in" or "exists"
                    {field: model, operator: "==", value: a}           | unknown operator "==", did you mean "eq"?
                    {field: model, operator: gt, value: 5}             | "gt" says nothing about a text, use "eq", "in", "contains" or "regex"
                    {field: key.tags, operator: eq, value: a}          | "eq" says nothing about a list, use "contains" or "in"
                    {field: stream, operator: eq, value: maybe}        | "value" must be true or false, not "maybe"
                    {field: body.n, operator: gt, value: many}         | "value" must be a number such as 0.15, not "many"
                    {field: model, operator: in, value: a}             | "value" must be a list
                    {field: model, operator: eq}                       | "conditions" needs "value"
                    {field: time.of_day, operator: lt, value: "6:00"}  | "value" must be a time of the day such as "22:30", not "6:00"
                    {field: time.day, operator: eq, value: sunday}     | unknown value "sunday", did you mean "sun"?
                    {field: time.day, operator: eq, value: sun, zone: Europe/Berlim} | unknown time zone "Europe/Berlim", did you mean "Europe/Berlin"?
                    {field: model, operator: eq, value: a, zone: UTC}  | "zone" is for time.of_day, time.day and time.date
                    {field: model, operator: regex, value: "(a"}       | RE2 does not take the expression "(a": missing closing )
                    {field: model, operator: regex, value: "(a{99}){99}"} | the expression "(a{99}){99}" is too large: its repetitions come to more than 2000 steps
                    {field: model, operator: regex, value: "((a{999}){999}b){999}"} | the expression "((a{999}){999}b){999}" is too large: its repetitions come to more than 2000 steps
                    {any: []}                                          | "any" needs at least one condition
                    {rules: [], logic: AND}                            | unknown key "rules", here "all" stands for AND, and "any" for OR
                    {all: [], any: []}                                 | a condition is a test with "field", or one of "all", "any" and "not": put several of them into a list
                    """)
    void conditionsThatAreRefused(String condition, String fault) {
        assertThat(Snippets.valid()
                        .alias("rules: [{name: r, tags: [t], conditions: " + condition + "}]")
                        .faults())
                .contains("models.yaml:4: " + fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    rules: [{name: r}]                           | rule "r" does nothing: it needs one of "upstream", "model", "targets", "refuse", "weight", "weights" or "tags"
                    rules: [{tags: [a]}]                         | "rules[1]" needs "name"
                    rules: [{name: r, tags: [a]}, {name: r, tags: [b]}] | there is another rule "r" in this list
                    rules: [{name: r, refuse: no, model: fast}]  | a rule decides one thing, not "model" and "refuse"
                    rules: [{name: r, upstream: opnai}]          | unknown upstream "opnai", did you mean "openai"?
                    rules: [{name: r, provider: openai}]         | unknown key "provider", here it is "upstream"
                    rules: [{name: r, model: fats}]              | there is no model "fats", did you mean "fast"?
                    rules: [{name: r, model: fast}]              | model "fast" leads back to "fast": calls would go round in a circle
                    rules: [{name: r, targets: []}]              | "targets" needs at least one target
                    rules: [{name: r, tags: ["a b"]}]            | a tag is of letters, digits and "._:-", 64 at the most, not "a b"
                    rules: [{name: r, weights: {openai: 2}}]     | weights change nothing under this strategy, use "weighted"
                    sticky: {by: key}                            | "sticky" changes nothing under "strategy: ordered"
                    canary: {target: openai/a, percent: 101}     | "percent" must be a number from 0 to 100, not "101"
                    canary: {target: openai/a, percent: 5, by: keys} | unknown "by" "keys", did you mean "key"?
                    matching_rules: []                           | unknown key "matching_rules", here it is "rules"
                    """)
    void rulesThatAreRefused(String keys, String fault) {
        assertThat(Snippets.valid().alias(keys).faults()).contains("models.yaml:4: " + fault);
    }

    @Test
    void aCircleOfSeveralAliasesIsNamedWhereItCloses() {
        assertThat(Snippets.valid().with("models.yaml", """
                        models:
                          a: {targets: [openai/a], rules: [{name: r, model: b-1}]}
                          "b-*": {targets: ["openai/*"], rules: [{name: r, model: c}]}
                          c: {targets: [openai/c], rules: [{name: r, model: a}]}
                          d: {targets: [openai/c], rules: [{name: r, model: a}]}
                        """).faults())
                .containsExactly(
                        "models.yaml:2: model \"b-1\" leads back to \"a\": calls would go round in a circle",
                        "models.yaml:3: model \"c\" leads back to \"b-*\": calls would go round in a circle",
                        "models.yaml:4: model \"a\" leads back to \"c\": calls would go round in a circle");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [{target: openai/a, priority: 1}, openai/b]    | ordered  | "priority" stands at some of these targets: the others need one too
                    [openai/a, openai/b]                           | priority | "strategy: priority" needs targets with different "priority"
                    [{target: openai/a, provider_rules: []}]       | ordered  | unknown key "provider_rules", here it is "when"
                    """)
    void targetsThatAreRefused(String targets, String strategy, String fault) {
        List<String> faults = Snippets.valid()
                .with("models.yaml", "models:\n  fast: {targets: " + targets + ", strategy: " + strategy + "}\n")
                .faults();
        assertThat(faults).containsExactly("models.yaml:2: " + fault);
    }
}
