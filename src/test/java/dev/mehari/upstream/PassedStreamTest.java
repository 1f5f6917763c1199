package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Pieces;
import dev.mehari.sample.Samples;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a reply that passes through")
final class PassedStreamTest {
    private final InFlight flight = Flights.open();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();

    private PassedStream stream(long length, String... pieces) {
        List<byte[]> bytes = new ArrayList<>();
        for (String piece : pieces) {
            bytes.add(piece.getBytes(StandardCharsets.ISO_8859_1));
        }
        return PassedStream.of(flight, new Pieces(bytes, Pieces.Then.END), length);
    }

    private void read(InputStream in, int size) throws Exception {
        byte[] buffer = new byte[size];
        for (int n; (n = in.read(buffer)) >= 0; ) {
            got.write(buffer, 0, n);
        }
    }

    @Test
    @DisplayName("fault 4.1 our credential is not handed on, however it is cut into pieces")
    void credential() throws Exception {
        String body = "<p>" + Samples.SECRET + "</p>";
        for (int cut = 1; cut < body.length(); cut++) {
            got.reset();
            String first = body.substring(0, cut);
            String second = body.substring(cut);
            UpstreamFailure early = null;
            Refusal late = null;
            try (PassedStream stream = stream(-1, first, second)) {
                late = catchThrowableOfType(Refusal.class, () -> read(stream, 5));
            } catch (UpstreamFailure leaks) {
                early = leaks;
            }

            assertThat(early == null ? late : early.refusal())
                    .as("cut at %s", cut)
                    .isNotNull()
                    .extracting(Refusal::kind)
                    .isEqualTo(ErrorKind.UPSTREAM_INVALID_REPLY);
            assertThat(got.toString(StandardCharsets.ISO_8859_1))
                    .as("cut at %s", cut)
                    .isIn(body.substring(0, Math.min(cut, "<p>".length() + 7)), "<p>", "");
        }
    }

    @Test
    @DisplayName("what only begins like it comes whole")
    void begins() throws Exception {
        String begun = Samples.SECRET.substring(0, 12);
        for (long length : new long[] {-1, 4 + begun.length()}) {
            got.reset();
            try (PassedStream stream = stream(length, "1 " + begun, " 3")) {
                read(stream, 100);
            }
            assertThat(got.toString(StandardCharsets.ISO_8859_1)).isEqualTo("1 " + begun + " 3");
        }
        got.reset();
        try (PassedStream stream = stream(-1, begun)) {
            read(stream, 3);
        }
        assertThat(got.toString(StandardCharsets.ISO_8859_1)).isEqualTo(begun);
        assertThat(flight.isCompleted()).isTrue();
    }

    @Test
    @DisplayName("every byte comes once, in reads of any size")
    void bytes() throws Exception {
        String large = "0123456789".repeat(2_000);
        for (int size : new int[] {1, 7, 8192, 30_000}) {
            got.reset();
            try (PassedStream stream = stream(-1, large, "x", large)) {
                read(stream, size);
            }
            assertThat(got.toString(StandardCharsets.ISO_8859_1)).isEqualTo(large + "x" + large);
        }
    }
}
