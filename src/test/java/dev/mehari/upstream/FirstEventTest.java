package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Target;
import dev.mehari.config.Failover;
import dev.mehari.protocol.StreamWatch;
import dev.mehari.sample.Samples;
import dev.mehari.tokens.TokenCounter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FirstEventTest {
    private final Clockwork clockwork = new Clockwork();
    private final Call call = Samples.call("fast");
    private final InFlight flight;
    private final StreamEnd end;

    FirstEventTest() {
        call.course().plan(List.of(Target.of("one/small")));
        call.course().nextTarget();
        flight = new Dispatch(Samples.snapshot(), new Timers(clockwork), Clock.fixed(Samples.NOW, ZoneOffset.UTC))
                .open(call);
        end = new StreamEnd(
                flight,
                new UpstreamReply(200, Map.of(), null),
                new Judgement(Failover.shipped(), Samples.codecs(), Clock.fixed(Samples.NOW, ZoneOffset.UTC)),
                new Unreported(Samples.snapshot(), Samples.codecs(), new TokenCounter()));
    }

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    @Test
    void holdsWhatSaysNothingBackUntilSomethingDoes() throws IOException {
        InputStream events = new SequenceInputStream(
                Collections.enumeration(List.of(bytes("role"), bytes("ping"), saying("text"), bytes("more"))));

        try (FirstEvent stream = FirstEvent.of(events, flight, end)) {
            assertThat(Stream.of(1, 2, 3, 4).map(n -> next(stream))).containsExactly("role", "ping", "text", "more");
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void givesEveryByteOnceAndNoTwoEventsInOneRead() throws IOException {
        InputStream two = new SequenceInputStream(saying("first"), bytes("second"));

        try (FirstEvent stream = FirstEvent.of(two, flight, end)) {
            byte[] buffer = new byte[100];
            assertThat(stream.read(buffer, 0, 3)).isEqualTo(3);
            assertThat(stream.available()).isEqualTo(2);
            assertThat(stream.read(buffer, 3, 97)).isEqualTo(2);
            assertThat(stream.read()).isEqualTo('s');
            assertThat(stream.read(buffer, 5, 90)).isEqualTo(5);
            assertThat(stream.read(buffer, 0, 90)).isEqualTo(-1);
            assertThat(new String(buffer, 0, 10, StandardCharsets.UTF_8)).isEqualTo("firstecond");
        }
    }

    @Test
    void anEventThatCameInPiecesIsSeenToGoOn() throws IOException {
        byte[] large = new byte[40_000];
        InputStream event = new ByteArrayInputStream(large) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                int n = super.read(to, offset, length);
                if (available() == 0) {
                    end.content();
                }
                return n;
            }
        };

        try (FirstEvent stream = FirstEvent.of(event, flight, end)) {
            int total = 0;
            while (total < large.length) {
                total += stream.read(new byte[10_000]);
                assertThat(stream.available() > 0).as("after %s bytes", total).isEqualTo(total < large.length);
            }
        }
    }

    @Test
    void aBeginningWithoutEndIsNoAnswer() {
        InputStream pings = new InputStream() {
            @Override
            public int read() {
                return ':';
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                return length;
            }
        };

        UpstreamFailure failure = failure(pings);

        assertThat(failure.refusal().kind()).isEqualTo(ErrorKind.UPSTREAM_INVALID_REPLY);
        assertThat(failure.fault()).isTrue();
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
        assertThat(failure.fault()).isTrue();
    }

    @Test
    void whatTheStreamSaidOfItsEndIsTheReason() {
        assertThat(end.ended(StreamWatch.Failure.UPSTREAM_ERROR_EVENT)).isNull();

        assertThat(failure(bytes("")).refusal().kind()).isEqualTo(ErrorKind.UPSTREAM_ERROR);
        assertThat(call.refusal())
                .as("nothing is committed, so the call has not failed")
                .isNull();
    }

    @Test
    void onceCommittedAFailureIsToldInTheStream() {
        end.commit();

        assertThat(end.ended(StreamWatch.Failure.INCOMPLETE)).isNotNull();
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

    /** An event that holds something of an answer. */
    private InputStream saying(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                end.content();
                return super.read(to, offset, length);
            }
        };
    }

    private static String next(InputStream stream) {
        try {
            byte[] buffer = new byte[100];
            return new String(buffer, 0, stream.read(buffer), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
