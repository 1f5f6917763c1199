package dev.mehari.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Decision;
import dev.mehari.call.Decision.Kind;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.TargetStates;
import dev.mehari.sample.Samples;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTest {
    private static final String RULES = """
              ruled:
                targets: [one/a, two/b, {target: pool/c, when: {field: headers.x-pool, operator: exists}}]
                strategy: weighted
                rules:
                  - {name: mark, conditions: {field: headers.x-mark, operator: exists}, tags: [marked]}
                  - {name: gold, conditions: [{field: headers.x-tier, operator: eq, value: gold}], upstream: two}
                  - {name: big, conditions: {field: token_usage.input_tokens, operator: gt, value: 1000}, model: large,
                     tags: [big]}
                  - {name: never, refuse: never}
              plain: {targets: [one/a, two/b]}
              closed: {targets: [one/closed], rules: [{name: shut, refuse: it is shut}]}
              onward: {targets: [one/a], rules: [{name: on, model: ruled}]}
              chosen: {targets: [one/a], rules: [{name: own, targets: [two/own, "one/*"]}]}
              none: {targets: [{target: one/a, when: {field: stream, operator: eq, value: true}}]}
            keys:
              key_vip: {rules: [{name: vip, targets: [two/vip]}]}
              by-name: {rules: [{name: named, model: fast}]}
            teams:
              red: {rules: [{name: reds, conditions: {not: {field: alias, operator: eq, value: large}}, model: large}]}
            rules:
              - {name: shown, conditions: {field: tags, operator: contains, value: marked}, tags: [seen]}
              - {name: weigh, conditions: {field: headers.x-w, operator: exists}, weights: {one: 0, two/b: 5}}
              - {name: night, conditions: {field: headers.x-night, operator: exists}, refuse: closed at night}
              - {name: elsewhere, conditions: {field: headers.x-else, operator: exists}, targets: [one/else, two/b]}
              - {name: twos, conditions: {field: headers.x-twos, operator: exists}, upstream: two}
            """;

    private final Resolve resolve = Resolves.of(Samples.snapshot(RULES), new Turns(), TargetStates.NONE);

    private static Caller caller(String id, String name, @Nullable String team, String... allowed) {
        return new Caller(id, name, team, List.of(), Caller.Role.INFERENCE, List.of(allowed), null);
    }

    private static Call call(String model, Caller caller, Map<String, String> headers) {
        byte[] body =
                ("{\"model\":\"" + model + "\",\"messages\":[]}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Call call = new Call(
                "req_1",
                Protocol.OPENAI_CHAT,
                Samples.NOW,
                headers,
                Samples.codecs().of(Protocol.OPENAI_CHAT).read(body, Operation.CHAT),
                null,
                false,
                true);
        call.authenticated(caller);
        return call;
    }

    private static Map<String, String> headers(@Nullable String names) {
        Map<String, String> headers = new java.util.HashMap<>();
        for (String header : names == null ? new String[0] : names.split(" ", -1)) {
            headers.put(header.split("=", -1)[0], header.contains("=") ? header.split("=", -1)[1] : "yes");
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ruled   | x-tier=gold        | ruled   | [two/b]              | []
                    ruled   | x-tier=gold x-mark | ruled   | [two/b]              | [marked]
                    ruled   |                    | large   | [two/large]          | [big]
                    onward  | x-tier=gold        | ruled   | [two/b]              | []
                    plain   |                    | plain   | [one/a, two/b]       | []
                    plain   | x-else             | plain   | [one/else, two/b]    | []
                    plain   | x-twos             | plain   | [two/b]              | []
                    claude  | x-twos             | claude  | [claude/sonnet]      | []
                    chosen  |                    | chosen  | [two/own, one/chosen] | []
                    gpt-4   | x-else             | gpt-*   | [one/else, two/b]    | []
                    unknown | x-else             | unknown | [one/else, two/b]    | []
                    """)
    void theFirstRuleThatFitsAndDecidesEndsTheList(
            String model, @Nullable String headers, String alias, String plan, String tags) {
        Call call = call(model, caller("key_1", "a key", null), headers(headers));

        resolve.resolve(call);

        assertThat(call.getAlias()).isEqualTo(alias);
        assertThat(call.getPlan()).hasToString(plan);
        assertThat(call.getTags()).hasToString(tags);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    closed | x-none  | REFUSED_BY_RULE   | it is shut
                    plain  | x-night | REFUSED_BY_RULE   | closed at night
                    none   | x-none  | MODEL_NOT_FOUND   | no target of the model "none" takes this call
                    """)
    void aCallIsRefusedInTheWordsOfTheRule(String model, String headers, ErrorKind kind, String words) {
        Refusal refusal = refusal(call(model, caller("key_1", "a key", null), headers(headers)));

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.text()).contains(words);
    }

    @Test
    void rulesOfTheKeyComeBeforeThoseOfItsTeamAndTheseBeforeTheAlias() {
        assertThat(plan(call("ruled", caller("key_vip", "by-name", "red"), headers("x-tier=gold"))))
                .isEqualTo("[two/vip]");
        assertThat(plan(call("ruled", caller("key_2", "by-name", "red"), headers("x-tier=gold"))))
                .isEqualTo("[one/small, two/small]");
        assertThat(plan(call("ruled", caller("key_2", "other", "red"), headers("x-tier=gold"))))
                .isEqualTo("[two/large]");
        assertThat(plan(call("ruled", caller("key_2", "other", "blue"), headers("x-tier=gold"))))
                .isEqualTo("[two/b]");
    }

    /** What decides is where the call goes in the end, not the name that it came by. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ruled  | ruled    |                      | refused
                    ruled  | large    |                      | [two/large]
                    ruled  | ruled    | x-tier=gold          | [two/b]
                    ruled  | large    | x-tier=gold          | refused
                    ruled  | two/b    | x-tier=gold          | [two/b]
                    plain  | plain    | x-else               | [two/b]
                    plain  | one/else | x-else               | [one/else]
                    plain  | fast     | x-else               | refused
                    chosen | chosen   |                      | [two/own, one/chosen]
                    chosen | two/own  |                      | [two/own]
                    """)
    void theKeysListIsHeldAgainstWhatRulesChoose(
            String model, String allowed, @Nullable String headers, String expected) {
        Call call = call(model, caller("key_1", "a key", null, allowed), headers(headers));
        if (expected.equals("refused")) {
            assertThat(refusal(call).kind()).isEqualTo(ErrorKind.MODEL_NOT_ALLOWED);
        } else {
            assertThat(plan(call)).isEqualTo(expected);
            assertThat(call.getPlan()).allMatch(call.course()::isGranted);
        }
    }

    @Test
    void weightsOfARuleHoldForItsCalls() {
        for (int i = 0; i < 20; i++) {
            Call call = call("plain", caller("key_1", "a key", null), headers("x-w"));
            assertThat(plan(call)).isEqualTo("[one/a, two/b]");
        }
        Resolve weighted = Resolves.of(Samples.snapshot("""
                  many: {targets: [one/a, two/b], strategy: weighted}
                rules: [{name: weigh, weights: {one: 0, two/b: 5}}]
                """));
        for (int i = 0; i < 20; i++) {
            Call call = call("many", caller("key_1", "a key", null), Map.of());
            weighted.resolve(call);
            assertThat(call.getPlan()).hasToString("[two/b, one/a]");
        }
    }

    @Test
    void itIsSaidWhichRulesFittedAndWhereOthersEnded() {
        Call call = call("ruled", caller("key_1", "a key", null), headers("x-mark x-tier=silver"));

        resolve.resolve(call);

        assertThat(call.decision().notes())
                .startsWith(
                        new Decision.Note(Kind.ALIAS, "ruled", "the name that was asked for"),
                        new Decision.Note(Kind.RULE_APPLIED, "mark", "tags marked"),
                        new Decision.Note(Kind.RULE_PASSED_OVER, "gold", "not: headers.x-tier eq"),
                        new Decision.Note(Kind.RULE_APPLIED, "big", "model large; tags big"),
                        new Decision.Note(Kind.ALIAS, "large", "a rule puts it in place of \"ruled\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    plain | large             |              | [one/a, two/b, two/large]
                    plain | two/x, large ,    |              | [one/a, two/b, two/x, two/large]
                    plain | two/b             |              | [one/a, two/b]
                    plain | large             | plain,large  | [one/a, two/b, two/large]
                    plain | gpt-4             | one/a,gpt-*  | [one/a, one/gpt-4]
                    plain | large             | plain        | MODEL_NOT_ALLOWED
                    plain | nothing           |              | MODEL_NOT_FOUND
                    plain | closed            |              | REFUSED_BY_RULE
                    plain | a,b,c,d,e,f       |              | INVALID_REQUEST
                    """)
    void fallbacksThatTheCallerNamesAreBehindThePlan(
            String model, String named, @Nullable String allowed, String expected) {
        String[] list = allowed == null ? new String[0] : allowed.split(",", -1);
        Call call = call(model, caller("key_1", "a key", null, list), Map.of(Fallbacks.HEADER, named));
        if (expected.startsWith("[")) {
            assertThat(plan(call)).isEqualTo(expected);
            assertThat(call.getPlan()).allMatch(call.course()::isGranted);
        } else {
            Refusal refusal = refusal(call);
            assertThat(refusal.kind()).isEqualTo(ErrorKind.valueOf(expected));
            assertThat(refusal.param()).isEqualTo(Fallbacks.HEADER);
        }
    }

    @Test
    void behindTheNameOfAnUpstreamRulesCanOnlyRefuse() {
        Call call = call("x", caller("key_vip", "a key", null), headers("x-else"));
        call.pinned("one");
        assertThat(plan(call)).isEqualTo("[one/x]");

        Call night = call("x", caller("key_1", "a key", null), headers("x-night"));
        night.pinned("one");
        assertThat(refusal(night).kind()).isEqualTo(ErrorKind.REFUSED_BY_RULE);
    }

    private String plan(Call call) {
        resolve.resolve(call);
        return call.getPlan().toString();
    }

    private Refusal refusal(Call call) {
        return catchThrowableOfType(Refusal.class, () -> resolve.resolve(call));
    }
}
