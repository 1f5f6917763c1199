package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Target;
import dev.mehari.protocol.Codec;
import dev.mehari.sample.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FirstEventTest {
    private final Clockwork clockwork = new Clockwork();
    private final Call call = Samples.call("fast");
    private final InFlight flight;
    private final StreamEnd end;

    FirstEventTest() {
        call.plan(List.of(Target.of("one/small")));
        call.nextTarget();
        flight = new Dispatch(Samples.snapshot(), new Timers(clockwork), Clock.fixed(Samples.NOW, ZoneOffset.UTC))
                .open(call);
        end = new StreamEnd(flight);
    }

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    @Test
    void givesEveryByteOnceAndNoTwoEventsInOneRead() throws IOException {
        InputStream two = new SequenceInputStream(bytes("first"), bytes("second"));

        try (FirstEvent stream = FirstEvent.of(two, flight, end)) {
            byte[] buffer = new byte[100];
            assertThat(stream.read(buffer, 0, 3)).isEqualTo(3);
            assertThat(stream.available()).isGreaterThanOrEqualTo(2);
            assertThat(stream.read(buffer, 3, 97)).isEqualTo(2);
            assertThat(stream.read()).isEqualTo('s');
            assertThat(stream.read(buffer, 5, 90)).isEqualTo(5);
            assertThat(stream.read(buffer, 0, 90)).isEqualTo(-1);
            assertThat(new String(buffer, 0, 10, StandardCharsets.UTF_8)).isEqualTo("firstecond");
        }
    }

    @Test
    void anEmptyStreamIsNoAnswer() {
        UpstreamFailure failure = failure(bytes(""));

        assertThat(failure.refusal().kind()).isEqualTo(ErrorKind.UPSTREAM_INVALID_REPLY);
        assertThat(failure.fault()).isTrue();
    }

    @Test
    void aBrokenStreamIsAReasonForTheNextTarget() {
        UpstreamFailure failure = failure(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThat(failure.refusal().kind()).isEqualTo(ErrorKind.UPSTREAM_UNREACHABLE);
        assertThat(failure.last()).isFalse();
    }

    @Test
    void whatTheStreamSaidOfItsEndIsTheReason() {
        assertThat(end.ended(Codec.Failure.UPSTREAM_ERROR_EVENT)).isNull();

        assertThat(failure(bytes("")).refusal().kind()).isEqualTo(ErrorKind.UPSTREAM_ERROR);
        assertThat(call.refusal())
                .as("nothing is committed, so the call has not failed")
                .isNull();
    }

    @Test
    void onceCommittedAFailureIsToldInTheStream() {
        end.commit();

        assertThat(end.ended(Codec.Failure.INCOMPLETE)).isNotNull();
        assertThat(call.refusal()).isNotNull();
        assertThat(flight.isCompleted()).isFalse();
    }

    @Test
    void aGoodEndLetsTheConnectionServeAgain() {
        end.commit();

        assertThat(end.ended(null)).isNull();
        assertThat(flight.isCompleted()).isTrue();
        assertThat(call.refusal()).isNull();
    }

    private UpstreamFailure failure(InputStream stream) {
        return catchThrowableOfType(UpstreamFailure.class, () -> FirstEvent.of(stream, flight, end));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
