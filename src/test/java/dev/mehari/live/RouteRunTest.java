package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A route that went on to another thread, after its call is over")
final class RouteRunTest {
    private final RouteRun run = new RouteRun();
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private InputStream reply() {
        return new FilterInputStream(new ByteArrayInputStream(new byte[1])) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Test
    @DisplayName("a session that it takes is given back at once, and a reply that it opens is closed")
    void tooLate() {
        run.close();

        run.atClose(given::incrementAndGet);
        run.opened(reply(), () -> {});

        assertThat(given).hasValue(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    @DisplayName("what it had is given back once, however often it is closed")
    void inTime() {
        run.atClose(given::incrementAndGet);
        run.opened(reply(), () -> {});

        run.close();
        run.close();

        assertThat(given).hasValue(1);
        assertThat(closed).hasValue(1);
    }
}
