package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.mehari.config.Upstream;
import dev.mehari.sample.Samples;
import java.util.Objects;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.Test;

final class WarmTest {
    @Test
    void aPoolThatIsShutIsNotWarmedAndNoFault() {
        Upstream upstream =
                Objects.requireNonNull(Samples.snapshot().upstreams().get("one"));
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
        pool.close();

        assertThatNoException().isThrownBy(() -> Warm.open(upstream, 1, pool));
    }
}
