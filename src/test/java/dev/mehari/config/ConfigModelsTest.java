package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Defaults;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Setting;
import dev.mehari.call.Target;
import dev.mehari.call.ThinkingShown;
import dev.mehari.config.Failover.Then;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigModelsTest {
    @Test
    void targetsAreReadInTheirOrder() {
        Models models = Snippets.valid().with("models.yaml", """
                        default-model: fast
                        models:
                          fast:
                            targets:
                              - openai/gpt-5-mini
                              - {target: openai/meta/llama, weight: 1, when: []}
                            strategy: ordered
                            thinking: field
                            on-loss: drop
                            on-context-length: answer
                            rules: []
                          "gpt-*": {targets: ["openai/*"]}
                        """).load().models();
        assertThat(models.defaultModel()).isEqualTo("fast");
        assertThat(models.aliases()).containsOnlyKeys("fast", "gpt-*");
        assertThat(models.find("fast").orElseThrow().targets())
                .containsExactly(new Target("openai", "gpt-5-mini"), new Target("openai", "meta/llama"));
        assertThat(models.find("gpt-9").orElseThrow().targetsFor("gpt-9"))
                .containsExactly(new Target("openai", "gpt-9"));
    }

    @Test
    void anAliasHasTimersOfItsOwn() {
        assertThat(patience("timeouts: {response-headers: 1s, first-event: 2s, gap: 3s, total: 4s, keepalive: 0s}"))
                .isEqualTo(new Patience(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ZERO));
        assertThat(patience("timeouts: {first-event: 20s}"))
                .isEqualTo(new Patience(null, Duration.ofSeconds(20), null, null, null));
        assertThat(patience("strategy: ordered")).isEqualTo(Patience.NONE);
    }

    @Test
    void timersOfAnAliasStandInPlaceOfItsUpstreams() {
        Upstream.Timeouts upstream = Upstream.Timeouts.DEFAULT;
        assertThat(Patience.NONE.over(upstream)).isEqualTo(upstream);
        assertThat(patience("timeouts: {response-headers: 1s, first-event: 2s, gap: 3s, total: 4s, keepalive: 0s}")
                        .over(upstream))
                .isEqualTo(new Upstream.Timeouts(
                        upstream.connect(),
                        upstream.poolWait(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ZERO));
    }

    private static Patience patience(String keys) {
        return alias(Snippets.valid().alias(keys)).patience();
    }

    private static Models.Alias alias(Snippets files) {
        return files.load().models().find("fast").orElseThrow();
    }

    @Test
    void whatAnAliasSaysOfFailuresStandsAboveTheFile() {
        String file = """
                retry: {max-attempts: 2, delay: 3s}
                then: {next: [upstream_error], answer: [content_policy_violation]}
                """;
        Tries tries =
                alias(Snippets.valid().with("failover.yaml", file).alias("""
                on-context-length: openai/large
                hedge-after: 2s
                mirror: {target: openai/next, percent: 5}
                failover: {switch-on: any-4xx, retry: {delay: 1s}, then: {retry: [upstream_timeout]}}
                """)).tries();
        assertThat(tries.onContextLength()).hasToString("openai/large");
        assertThat(tries.mirror()).isEqualTo(new Mirror(Target.of("openai/next"), 5));
        assertThat(tries.hedgeAfter()).isEqualTo(Duration.ofSeconds(2));
        Failover failover = tries.failover(Failover.shipped());
        assertThat(failover.retry().maxAttempts()).isEqualTo(2);
        assertThat(failover.retry().delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(failover.then(ErrorKind.UPSTREAM_ERROR)).isEqualTo(Then.NEXT);
        assertThat(failover.then(ErrorKind.UPSTREAM_TIMEOUT)).isEqualTo(Then.RETRY);
        assertThat(failover.then(ErrorKind.UPSTREAM_REJECTED)).isEqualTo(Then.NEXT);
        assertThat(failover.then(ErrorKind.CONTENT_POLICY_VIOLATION)).isEqualTo(Then.ANSWER);
        assertThat(alias(Snippets.valid().alias("on-context-length: answer")).tries())
                .isEqualTo(Tries.USUAL);
    }

    @Test
    void anAliasMayTakeTheSwitchOfTheFileBack() {
        Snippets files = Snippets.valid().with("failover.yaml", "failover: {switch-on: any-4xx}\n");
        assertThat(alias(files.alias("failover: {switch-on: listed}"))
                        .tries()
                        .failover(Failover.shipped())
                        .then(ErrorKind.UPSTREAM_REJECTED))
                .isEqualTo(Then.ANSWER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    strategy: round_robin      | unknown strategy "round_robin", did you mean "round-robin"?
                    strategy: orderd           | unknown strategy "orderd", did you mean "ordered"?
                    strategy: random-thing     | unknown strategy "random-thing", use "ordered", "round-robin", "weighted", "priority", "least-busy", "lowest-latency", "lowest-cost" or "sticky"
                    thinking: tag              | unknown thinking "tag", did you mean "tags"?
                    thinking: inline           | unknown thinking "inline", did you mean "none"?
                    on-loss: refused           | unknown on-loss "refused", did you mean "refuse"?
                    on-context-length: big     | "on-context-length" must be "answer" or a target, "upstream/model", not "big"
                    on-context-length: opnai/x | unknown upstream "opnai", did you mean "openai"?
                    on-context-length: openai/ | a target is "upstream/model", not "openai/"
                    mirror: {percent: 5}       | "mirror" needs "target"
                    mirror: {target: a}        | a target is "upstream/model", not "a"
                    mirror: {target: openai/x, percent: 0} | "percent" must be a whole number from 1 to 100, not "0"
                    failover: {switch: x}      | unknown key "switch", did you mean "switch-on"?
                    failover: {meanings: []}   | unknown key "meanings", it stands in failover.yaml, for all aliases
                    failover: {switch-on: all} | unknown switch-on "all", use "listed" or "any-4xx"
                    failover: {attempts: {max: 0}} | "max" must be a whole number from 1 to 100, not "0"
                    failover: {then: {retry: [upstream_busy]}} | "upstream_busy" cannot be retried: an upstream without a free slot was waited for already
                    timeouts: {connect: 1s}    | unknown key "connect", it belongs to the upstream, in upstreams.yaml
                    timeouts: {pool-wait: 1s}  | unknown key "pool-wait", it belongs to the upstream, in upstreams.yaml
                    timeouts: {conect: 1s}     | unknown key "conect", did you mean "connect"? (it belongs to the upstream, in upstreams.yaml)
                    timeouts: {gpa: 1s}        | unknown key "gpa", did you mean "gap"?
                    timeouts: {total: 0s}      | "total" must be a duration such as 500ms, 5s or 2m, 24h at the most, not "0s"
                    timeouts: {first-event: 5} | "first-event" must be a duration such as 500ms, 5s or 2m, 24h at the most, not "5"
                    timeouts: {keepalive: off} | "keepalive" must be a duration such as 500ms, 5s or 2m, 24h at the most, or 0s, not "off"
                    timeouts: 5s               | "timeouts" must be a mapping
                    defaults: 0.7              | "defaults" must be a mapping
                    defaults: {temprature: 1}  | unknown key "temprature", did you mean "temperature"?
                    defaults: {max-tokens: 1}  | unknown key "max-tokens", did you mean "max_tokens"?
                    defaults: {temperature: 3} | "temperature" must be a number from 0 to 2, not "3"
                    defaults: {top_p: high}    | "top_p" must be a number from 0 to 1, not "high"
                    defaults: {max_tokens: 0}  | "max_tokens" must be a whole number from 1 to 100000000, not "0"
                    defaults: {top_k: 1.5}     | "top_k" must be a whole number from 1 to 1000000, not "1.5"
                    """)
    void keysOfAnAliasThatAreRefused(String keys, String fault) {
        assertThat(Snippets.valid().alias(keys).faults()).containsExactly("models.yaml:4: " + fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    fast                   | gpt-5               | a target is "upstream/model", not "gpt-5"
                    fast                   | openai/             | a target is "upstream/model", not "openai/"
                    fast                   | /gpt-5              | a target is "upstream/model", not "/gpt-5"
                    fast                   | openai/gpt 5        | a target is "upstream/model", not "openai/gpt 5"
                    fast                   | opnai/gpt-5         | unknown upstream "opnai", did you mean "openai"?
                    fast                   | zzzzzz/gpt-5        | unknown upstream "zzzzzz"
                    fast                   | openai/*            | target "openai/*" can have "*" only under an alias that ends in "*"
                    gpt-*                  | openai/gpt-*        | target "openai/gpt-*" can have "*" only as its whole model
                    g*t                    | openai/gpt-5        | alias "g*t" can have "*" only at its end
                    a b                    | openai/gpt-5        | alias "a b" is empty or has spaces
                    """)
    void targetsAndNamesThatAreRefused(String alias, String target, String fault) {
        String text = "models:\n  \"" + alias + "\": {targets: [\"" + target + "\"]}\n";
        assertThat(Snippets.valid().with("models.yaml", text).faults()).containsExactly("models.yaml:2: " + fault);
    }

    @Test
    void aTargetsOwnKeysAreChecked() {
        assertThat(target("{target: openai/a, weight: 3}"))
                .containsExactly(
                        "models.yaml:4: \"weight\" changes nothing under \"strategy: ordered\", use \"weighted\"");
        assertThat(target("{target: openai/a, weight: many}"))
                .containsExactly("models.yaml:4: \"weight\" must be a whole number from 0 to 1000000, not \"many\"");
        assertThat(target("{targt: openai/a}"))
                .containsExactly("models.yaml:4: unknown key \"targt\", did you mean \"target\"?");
        assertThat(target("{target: nobody/a}")).containsExactly("models.yaml:4: unknown upstream \"nobody\"");
    }

    private static List<String> target(String item) {
        return Snippets.valid()
                .with("models.yaml", "models:\n  fast:\n    targets:\n      - " + item + "\n")
                .faults();
    }

    @Test
    void anAliasNeedsTargets() {
        assertThat(Snippets.valid()
                        .with("models.yaml", "models:\n  fast:\n    strategy: ordered\n")
                        .faults())
                .containsExactly("models.yaml:2: \"fast\" needs \"targets\"");
        assertThat(Snippets.valid()
                        .with("models.yaml", "models:\n  fast: {targets: []}\n")
                        .faults())
                .containsExactly("models.yaml:2: \"targets\" needs at least one target");
        assertThat(Snippets.valid()
                        .with("models.yaml", "models:\n  fast: openai/gpt-5\n")
                        .faults())
                .containsExactly("models.yaml:2: \"fast\" must be a mapping");
    }

    @Test
    void theDefaultModelMustMatchAnAlias() {
        assertThat(Snippets.valid()
                        .with("models.yaml", "default-model: fats\n" + Snippets.MODELS)
                        .faults())
                .containsExactly("models.yaml:1: \"default-model\" \"fats\" matches no alias, did you mean \"fast\"?");
        assertThat(Snippets.valid()
                        .with("models.yaml", "default-model: gpt-*\nmodels:\n  \"gpt-*\": {targets: [\"openai/*\"]}\n")
                        .faults())
                .containsExactly("models.yaml:1: \"default-model\" must be a name without \"*\"");
        assertThat(Snippets.valid()
                        .with("models.yaml", "default-model: gpt-7\nmodels:\n  \"gpt-*\": {targets: [\"openai/*\"]}\n")
                        .load()
                        .models()
                        .defaultModel())
                .isEqualTo("gpt-7");
    }

    @Test
    void anAliasSaysHowCallsAreBroughtToUpstreams() {
        assertThat(manner("thinking: tags\non-loss: refuse\ndefaults: {temperature: 0.7, max_tokens: 900, seed: 0}"))
                .isEqualTo(new Manner(
                        ThinkingShown.TAGS,
                        true,
                        new Defaults(Map.of(
                                Setting.TEMPERATURE, new BigDecimal("0.7"),
                                Setting.MAX_TOKENS, new BigDecimal(900),
                                Setting.SEED, BigDecimal.ZERO))));
        assertThat(manner("thinking: none\non-loss: drop").thinking()).isEqualTo(ThinkingShown.NONE);
        assertThat(manner("strategy: ordered")).isEqualTo(Manner.USUAL);
        assertThat(Snippets.valid().load().models().manner(null)).isEqualTo(Manner.USUAL);
        assertThat(Snippets.valid().load().models().manner("openai/gpt-5")).isEqualTo(Manner.USUAL);
    }

    private static Manner manner(String keys) {
        return Snippets.valid().alias(keys).load().models().manner("fast");
    }

    @Test
    void upstreamsThatCannotBeReadAreNotReportedForEachTarget() {
        assertThat(Snippets.valid().with("upstreams.yaml", "upstreams: [\n").faults())
                .singleElement()
                .asString()
                .startsWith("upstreams.yaml:2: not YAML: ");
    }
}
