package dev.mehari.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Redaction redaction = new Redaction();

    private static Call call(String said) {
        byte[] body = ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + said + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        return new Call(
                "req_1", Protocol.OPENAI_CHAT, Samples.NOW, Map.of(), new OpenAiCodec().read(body), null, false, true);
    }

    @Test
    void everyPlaceIsFound() {
        Call call = call("a@b.example and c@d.example");

        redaction.redact(call, "\\w+@[\\w.]+");

        assertThat(call.field("messages[0].content")).isEqualTo("[redacted] and [redacted]");
    }

    @Test
    void twoExpressionsOneAfterTheOther() {
        Call call = call("a@b.example, 4111");

        redaction.redact(call, "\\w+@[\\w.]+");
        redaction.redact(call, "\\d{4}");

        assertThat(call.field("messages[0].content")).isEqualTo("[redacted], [redacted]");
    }

    @Test
    void whatIsNoExpressionSendsNothing() {
        assertThatThrownBy(() -> redaction.redact(call("hi"), "(a"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.INTERNAL_ERROR));
    }

    /** Compiled, the second would take more memory than there is. */
    @Test
    void whatIsTooLargeSendsNothing() {
        for (String large : new String[] {"(a{99}){99}", "((a{999}){999}b){999}"}) {
            assertThat(Expressions.fault(large))
                    .isEqualTo("an expression that is too large: its repetitions come to more than 2000 steps");
            assertThatThrownBy(() -> redaction.redact(call("hi"), large))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.INTERNAL_ERROR));
        }
        assertThat(Expressions.fault("(a{30}){30}")).isNull();
    }

    /** An engine that goes back and forth would not be done with this before the sun is. */
    @Test
    void anExpressionCannotBeKeptBusy() {
        Call call = call("a".repeat(100_000) + "!");

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> redaction.redact(call, "(a+)+$"));

        assertThat(call.field("messages[0].content")).asString().startsWith("aaa");
    }

    @Test
    void aRequestThatIsGoneIsLeftAlone() {
        Call call = call("hi");
        call.releaseRequest();

        redaction.redact(call, "h");

        assertThat(call.request()).isNull();
    }
}
