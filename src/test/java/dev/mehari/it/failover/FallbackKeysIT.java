package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 4.4a: a fallback reaches nothing that the key may not use")
class FallbackKeysIT extends OnChain {
    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 4.4a: a key for the first target alone: the second never sees the call")
    void firstTargetOnly(Way way) {
        String key = chain.key(way.vendor() + "-1/" + way.model(1));
        chain.fake(way, 1).always(Answer.error(503));

        RawClient.Response response = chain.call(way.request("two", key));

        assertThat(response.status()).isIn(503, 529);
        assertThat(response.text()).doesNotContain(way.model(2) + "\"");
        seen(way, 3, 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 4.4a: a key for the second target alone: the first never sees the call")
    void secondTargetOnly(Way way) {
        String key = chain.key(way.vendor() + "-2/" + way.model(2));

        servedBy(way, 2, chain.call(way.request("two", key)), 1);

        seen(way, 0, 1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 4.4a: a key for another alias reaches neither; for this alias both")
    void aliases(Way way) {
        String other = chain.key("one-" + way.vendor());
        assertThat(chain.call(way.request("two", other)).status()).isIn(403, 404);
        seen(way, 0, 0);

        chain.fake(way, 1).always(Answer.error(503));
        assertThat(chain.call(way.request("one", other)).status()).isIn(503, 529);
        seen(way, 3, 0);

        servedBy(way, 2, chain.call(way.request("two", chain.key("two-" + way.vendor()))), 4);
        seen(way, 6, 1);
    }
}
