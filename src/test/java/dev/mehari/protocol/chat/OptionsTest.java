package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Defaults;
import dev.mehari.call.Setting;
import dev.mehari.protocol.Parsed;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("settings are taken one by one, and what is left is lost by name")
class OptionsTest {
    private final Options options = new Options();
    private final Losses losses = new Losses();

    private String lost() {
        options.loseRest(losses);
        return losses.all().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STORE              | false            | true
            LOGPROBS           | false            | true
            METADATA           | {}               | {"a":"b"}
            LOGIT_BIAS         | {}               | {"1":1}
            N                  | 1                | 2
            TEMPERATURE        | 1.00             | 0
            TOP_P              | 1                | 0.9
            REPETITION_PENALTY | 1.0              | 1.1
            FREQUENCY_PENALTY  | 0                | 1
            PRESENCE_PENALTY   | 0.0              | "0"
            MIN_P              | 0                | 0.1
            TOP_LOGPROBS       | 0                | 5
            SERVICE_TIER       | "auto"           | "flex"
            MODALITIES         | ["text"]         | ["audio"]
            MODALITIES         | ["text"]         | ["text","audio"]
            """)
    void whatHappensAnywayIsNotMissed(Option option, String usual, String other) {
        options.put(option, Parsed.json(usual), "a");
        assertThat(lost()).isEqualTo("[]");
        options.put(option, Parsed.json(other), "b");
        assertThat(lost()).isEqualTo("[b:dropped]");
    }

    @Test
    void whatIsLostOnceIsGone() {
        options.put(Option.SEED, IntNode.valueOf(1), "seed");
        options.other("top_a", IntNode.valueOf(2), "top_a");
        assertThat(lost()).isEqualTo("[seed:dropped, top_a:dropped]");
        assertThat(options.peek(Option.SEED)).isNull();
        assertThat(options.takeOthers(Set.of("top_a"))).isEmpty();
    }

    @Test
    void whatIsTakenIsNotLost() {
        options.put(Option.SEED, IntNode.valueOf(1), "seed");
        options.put(Option.USER, NullNode.instance, "user");
        options.put(Option.TOP_K, null, "top_k");
        options.put(Option.MIN_P, IntNode.valueOf(4), "min_p");
        options.other("a", IntNode.valueOf(2), "x.a");
        options.other("b", IntNode.valueOf(3), "x.b");
        Options copy = options.copy();
        assertThat(options.peek(Option.SEED)).isEqualTo(new Given<>(IntNode.valueOf(1), "seed"));
        assertThat(options.take(Option.SEED)).isEqualTo(new Given<>(IntNode.valueOf(1), "seed"));
        assertThat(options.take(Option.SEED)).isNull();
        assertThat(options.takeOthers(Set.of("b", "c"))).hasToString("{b=3}");
        options.lose(Option.MIN_P, Loss.Action.CLAMPED, losses);
        options.lose(Option.TOP_K, Loss.Action.CLAMPED, losses);
        assertThat(lost()).isEqualTo("[min_p:clamped, x.a:dropped]");
        assertThat(copy.peek(Option.SEED)).isNotNull();
        assertThat(copy.takeOthers(Set.of("a", "b"))).hasToString("{a=2, b=3}");
    }

    @Test
    void isANumber() {
        options.put(Option.N, Parsed.json("1.0"), "n");
        options.put(Option.SEED, TextNode.valueOf("1"), "seed");
        assertThat(options.is(Option.N, 1)).isTrue();
        assertThat(options.is(Option.N, 2)).isFalse();
        assertThat(options.is(Option.SEED, 1)).isFalse();
        assertThat(options.is(Option.TOP_K, 0)).isFalse();
    }

    @Test
    void anOperatorsSettingsGiveWayToTheCallersAndAreNotMissed() {
        Defaults defaults = new Defaults(Map.of(
                Setting.SEED, new BigDecimal("7"),
                Setting.MAX_TOKENS, new BigDecimal("1E+3"),
                Setting.MIN_P, new BigDecimal("0.5")));
        options.put(Option.SEED, IntNode.valueOf(1), "seed");
        options.put(Option.MAX_TOKENS, IntNode.valueOf(9), "");
        options.add(defaults);
        assertThat(options.take(Option.SEED)).hasToString("Given[value=1, at=seed]");
        assertThat(options.take(Option.MAX_TOKENS)).hasToString("Given[value=1000, at=]");
        assertThat(options.peek(Option.MIN_P)).hasToString("Given[value=0.5, at=]");
        assertThat(lost()).isEqualTo("[]");
    }
}
