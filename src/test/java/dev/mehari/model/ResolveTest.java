package dev.mehari.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.sample.Samples;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResolveTest {
    private final Resolve resolve = Resolves.of(Samples.snapshot());

    @ParameterizedTest
    @CsvSource({
        "fast,            fast,      '[one/small, two/small]'",
        "one/anything/v2, one/anything/v2, '[one/anything/v2]'",
        "gpt-4,           gpt-*,     '[one/gpt-4]'",
        "gpt-5-mini,      gpt-5*,    '[two/gpt-5-mini]'",
        // Whatever protocol it speaks; only what has a credential is left in the plan.
        "mixed,           mixed,     '[claude/sonnet, two/large]'",
        "half,            half,      '[two/large]'",
    })
    void aNameBecomesAnAliasAndAPlan(String model, String alias, String plan) {
        Call call = checked(model, Samples.caller());

        resolve.resolve(call);

        assertThat(call.getAlias()).isEqualTo(alias);
        assertThat(call.getPlan()).hasToString(plan);
    }

    @ParameterizedTest
    @CsvSource({
        "fast,           'alias fast: the name that was asked for'",
        "one/anything,   'alias one/anything: an upstream and the name of its model'",
        "gpt-4,          'alias gpt-*: the longest name that \"gpt-4\" fits'",
        "half,           'alias half: the name that was asked for; target_left_out off/any: has no credential'",
    })
    void saysWhy(String model, String notes) {
        Call call = checked(model, Samples.caller());

        resolve.resolve(call);

        assertThat(call.decision().notes())
                .extracting(n -> n.kind().id() + " " + n.subject() + ": " + n.why())
                .isEqualTo(List.of(notes.split("; ", -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, MODEL_NOT_FOUND,        no model",
        "fsat,    MODEL_NOT_FOUND,        fast",
        "Fast,    MODEL_NOT_FOUND,        no model",
        "one/,    MODEL_NOT_FOUND,        no model",
        "/small,  MODEL_NOT_FOUND,        no model",
        "none/x,  MODEL_NOT_FOUND,        no model",
        "'',      INVALID_REQUEST,        no default model",
        "dark,    MODEL_NOT_FOUND,        off is off",
    })
    void aCallThatCannotGoAnywhereIsToldWhy(String model, ErrorKind kind, String words) {
        Refusal refusal = refusal(checked(model, Samples.caller()));

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.text()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "fast,      fast,       true",
        "fast,      large,      false",
        "fast,      FAST,       false",
        "gpt-4,     gpt-*,      true",
        "gpt-4,     gpt-4,      true",
        "gpt-4,     gpt-5*,     false",
        // A list may name a target; its alias then leads there, and nowhere else.
        "fast,      two/small,  true",
        "one/small, fast,       false",
        "one/small, one/small,  true",
    })
    void aKeyMayUseWhatItsListNames(String model, String allowed, boolean may) {
        Call call = checked(model, Samples.caller(allowed));

        if (may) {
            resolve.resolve(call);
            assertThat(call.getPlan()).isNotEmpty();
        } else {
            assertThat(refusal(call).kind()).isEqualTo(ErrorKind.MODEL_NOT_ALLOWED);
            assertThat(call.getPlan()).isEmpty();
        }
    }

    @Test
    void aKeyOfOneTargetGetsThatOneOfAnAlias() {
        Call call = checked("fast", Samples.caller("two/small"));

        resolve.resolve(call);

        // The other would be refused at dispatch, and the call with it.
        assertThat(call.getPlan()).hasToString("[two/small]");
    }

    @Test
    void namesThatAKeyMayNotUseAreNotOffered() {
        assertThat(refusal(checked("lage", Samples.caller())).text()).contains("large");
        assertThat(refusal(checked("lage", Samples.caller("fast"))).text()).doesNotContain("large");
    }

    @Test
    void aLongNameIsNotEchoedWhole() {
        assertThat(refusal(checked("x".repeat(10_000), Samples.caller())).text())
                .hasSizeLessThan(300);
    }

    /** States are kept by name, ten thousand of them, and a body may be of 64 MB. */
    @ParameterizedTest
    @CsvSource({"gpt-, 256, true", "gpt-, 257, false", "one/, 257, false", "x, 257, false"})
    void nobodyCallsAModelByAPage(String begin, int length, boolean may) {
        String name = begin + "x".repeat(length - begin.length());
        Call named = checked(name, Samples.caller());
        if (may) {
            resolve.resolve(named);
            assertThat(named.getPlan()).isNotEmpty();
        } else {
            assertThat(refusal(named)).extracting(Refusal::kind).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
        }
    }

    @Test
    void theKeysDefaultBeatsTheConfiguredOne() {
        Resolve withDefault = Resolves.of(Samples.snapshot("default-model: large\n"));
        Call own = checked(null, withDefault("fast"));
        Call configured = checked(null, Samples.caller());
        Call named = checked("gpt-4", withDefault("fast"));

        withDefault.resolve(own);
        withDefault.resolve(configured);
        withDefault.resolve(named);

        assertThat(List.of(own, configured, named))
                .extracting(Call::getAlias)
                .containsExactly("fast", "large", "gpt-*");
    }

    @Test
    void theOrderOfTheTargetsIsTheOperatorsWhateverTheCallersProtocol() {
        Call call = Samples.call(Protocol.ANTHROPIC_MESSAGES, "mixed");
        call.authenticated(Samples.caller());

        resolve.resolve(call);

        assertThat(call.getPlan()).hasToString("[claude/sonnet, two/large]");
    }

    private static Caller withDefault(String model) {
        return new Caller("key_1", "a key", null, List.of(), Caller.Role.INFERENCE, List.of(), model);
    }

    private static Call checked(@Nullable String model, Caller caller) {
        Call call = Samples.call(model);
        call.authenticated(caller);
        return call;
    }

    private Refusal refusal(Call call) {
        return catchThrowableOfType(Refusal.class, () -> resolve.resolve(call));
    }
}
