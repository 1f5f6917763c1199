package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 1.5b: the same request is the same bytes, so that a provider's cache knows them again")
class SameBytesIT extends OnRig {
    private static final int CALLS = 200;

    private static String request(Caller caller, Vendor vendor) {
        List<String> names = IntStream.range(0, 40)
                .mapToObj(i -> "tool_" + (i * 7 % 40) + "_of_many")
                .toList();
        return caller.request(vendor.alias(), true, caller.tools(names), caller.asks("go"));
    }

    private static Set<String> bodies(Rig rig, Caller caller, Vendor vendor, int calls) {
        rig.playing(vendor, Answer.text("fine"));
        try (RawClient client = RawClient.to(rig.gateway().url())) {
            for (int i = 0; i < calls; i++) {
                RawClient.Response reply = client.send(request(caller, vendor)).response();
                assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            }
        }
        assertThat(rig.fake(vendor).requests()).hasSize(calls);
        Set<String> bodies = new HashSet<>();
        rig.fake(vendor).requests().forEach(seen -> bodies.add(seen.text()));
        return bodies;
    }

    @Test
    @DisplayName("fault 1.5b: 40 tools, on every path, call after call and after a restart")
    void sameBytes() {
        try (Rig restarted = rig.replica()) {
            streams().filter(pair -> pair.caller() != Caller.GEMINI_ARRAY).forEach(pair -> {
                Set<String> before = bodies(rig, pair.caller(), pair.vendor(), CALLS);
                assertThat(before).as(pair.toString()).hasSize(1);
                assertThat(bodies(restarted, pair.caller(), pair.vendor(), 2)).isEqualTo(before);
                String body = before.iterator().next();
                assertThat(body.indexOf("tool_7_of_many"))
                        .as("the caller's order")
                        .isLessThan(body.indexOf("tool_14_of_many"))
                        .isGreaterThan(body.indexOf("tool_0_of_many"));
            });
        }
    }
}
