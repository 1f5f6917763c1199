package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.SeenRequest;
import dev.mehari.fake.ToolCall;
import dev.mehari.it.wire.Many;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 1.11: streams that run at once")
class ManyAtOnceIT extends OnRig {
    private static final int OF_EACH = 5;
    private static final Pattern NUMBER = Pattern.compile("number-(\\d+)");

    /** Holds its own number in text, thinking and arguments; goes on when all have begun. */
    private static Answer answer(SeenRequest request, CountDownLatch begun) {
        Matcher number = NUMBER.matcher(request.text());
        assertThat(number.find()).isTrue();
        String own = number.group(1);
        begun.countDown();
        return Answer.pieces("I ", "am ", own, " of ", "many.")
                .withToolCalls(new ToolCall("f", "{\"n\":" + own + "}"), new ToolCall("g", "{\"own\":" + own + "}"))
                .heldAfter(2, begun)
                .drip(Duration.ofMillis(1));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.11: streams of one caller at all upstreams, at once, know nothing of each other")
    void apart(Caller caller) {
        List<Vendor> vendors = Vendor.PROTOCOLS.stream()
                .filter(vendor -> !vendor.speaks(caller))
                .toList();
        CountDownLatch begun = new CountDownLatch(vendors.size() * OF_EACH);
        for (Vendor vendor : vendors) {
            FakeProvider unused = rig.fake(vendor).answering(request -> answer(request, begun));
        }
        int count = (int) begun.getCount();
        List<Heard> all = Many.of(count, count, number -> {
            Vendor vendor = vendors.get(number % vendors.size());
            String asks = caller.asks("You are number-" + number + ", go.");
            return rig.hear(caller, vendor.alias(), true, asks, caller.tools(List.of("f", "g")));
        });
        for (int number = 0; number < count; number++) {
            Heard heard = all.get(number);
            assertThat(heard.text.toString()).isEqualTo("I am " + number + " of many.");
            assertThat(heard.names()).containsExactly("f", "g");
            assertThat(heard.arguments().stream().map(Heard::json))
                    .containsExactly(Heard.json("{\"n\":" + number + "}"), Heard.json("{\"own\":" + number + "}"));
            assertThat(heard.complete).isTrue();
        }
    }
}
