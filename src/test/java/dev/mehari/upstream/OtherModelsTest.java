package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("fault 4.4 models that a vendor goes over to by itself are held against the key's list")
final class OtherModelsTest {
    private final Clockwork clockwork = new Clockwork();
    private final Dispatch dispatch =
            new Dispatch(Samples.snapshot(), new Timers(clockwork), Clock.fixed(Samples.NOW, ZoneOffset.UTC));

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    /** Alias fast leads to one/small and two/small; the call goes to one/small. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // the key's list | in the body | the model that is refused
                "fast | `'models':['large']` | one/large",
                "fast | `'models':['small','large']` | one/large",
                "fast | `'models':['small']` | ``",
                "fast | `'models':[]` | ``",
                "fast | `'models':null` | ``",
                "fast | `'models':'large'` | one/large",
                "fast | `'fallbacks':[{'model':'large'}]` | one/large",
                "fast | `'metadata':{'models':'large'}` | ``",
                "fast one/large | `'models':['large']` | ``",
                "`` | `'models':['large']` | ``",
            })
    void refused(String list, String members, String refused) {
        Call call = call(members);
        call.authenticated(list.isEmpty() ? Samples.caller() : Samples.caller(list.split(" ", -1)));

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.next(call));

        if (refused.isEmpty()) {
            assertThat(refusal).isNull();
        } else {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.MODEL_NOT_ALLOWED);
            assertThat(refusal.text()).contains("\"" + refused + "\"");
            assertThat(call.getPlan()).isEmpty();
        }
    }

    private static Call call(String members) {
        String body = ("{'model':'fast'," + members + "}").replace('\'', '"');
        RequestBody request = Samples.codecs().of(Protocol.OPENAI_CHAT).read(body.getBytes(StandardCharsets.UTF_8));
        Call call = new Call("req_1", Protocol.OPENAI_CHAT, Samples.NOW, Map.of(), request, null, false, true);
        List<Target> targets = List.of(Target.of("one/small"), Target.of("two/small"));
        call.course().resolved("fast", targets);
        return call;
    }
}
