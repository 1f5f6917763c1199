package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.PassedBody;
import dev.mehari.call.Passthrough;
import dev.mehari.upstream.Flights;
import dev.mehari.upstream.InFlight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a body that passes through")
final class PassedEntityTest {
    /** A caller's body of one piece. */
    private record Body(Runnable before, Runnable behind) implements PassedBody {
        @Override
        public @Nullable String contentType() {
            return null;
        }

        @Override
        public long length() {
            return -1;
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public void writeTo(OutputStream to, Passthrough heard) throws IOException {
            before.run();
            to.write(new byte[9], 0, 9);
            behind.run();
        }

        @Override
        public void release() {}
    }

    private static void send(InFlight flight, Body body, OutputStream to) throws IOException {
        new PassedEntity(new Passthrough("POST", "/x", null, body), flight).writeTo(to);
    }

    @Test
    @DisplayName("no upstream is blamed for a caller who sends slowly")
    void slowCaller() throws IOException {
        InFlight flight = Flights.open();
        Runnable look = () -> assertThat(Flights.isTimed(flight)).isFalse();

        send(flight, new Body(look, look), new ByteArrayOutputStream());

        assertThat(Flights.isTimed(flight)).as("its answer is waited for").isTrue();
    }

    @Test
    @DisplayName("one that takes nothing is")
    void slowUpstream() throws IOException {
        InFlight flight = Flights.open();

        send(flight, new Body(() -> {}, () -> {}), new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] from, int offset, int length) {
                assertThat(Flights.isTimed(flight)).isTrue();
            }
        });
    }
}
