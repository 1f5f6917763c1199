package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RelayedTest {
    private final byte[] bytes = new byte[100_003];
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    RelayedTest() {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 13);
        }
    }

    private Relayed relayed(InputStream from, long most) {
        return new Relayed(from, new TimedBody(from, null, Duration.ofSeconds(30)), sent, most);
    }

    @Test
    void allIsSentInOrderWhoeverReads() throws IOException {
        Relayed relayed = relayed(new ByteArrayInputStream(bytes), Long.MAX_VALUE);
        byte[] head = relayed.readNBytes(33_333);
        int next = relayed.read();
        relayed.drain();
        relayed.release();

        assertThat(head).isEqualTo(Arrays.copyOf(bytes, 33_333));
        assertThat(next).isEqualTo(bytes[33_333] & 0xff);
        assertThat(sent.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void theLastPieceWaitsUntilTheEndIsKnownToBeGood() throws IOException {
        Relayed relayed = relayed(new ByteArrayInputStream(bytes), Long.MAX_VALUE);
        byte[] all = relayed.readAllBytes();

        assertThat(all).isEqualTo(bytes);
        assertThat(sent.size()).isLessThan(bytes.length);
        relayed.drain();
        assertThat(sent.size()).isLessThan(bytes.length);
        relayed.release();
        assertThat(sent.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void moreThanTheLimitIsNotSent() {
        Relayed relayed = relayed(new ByteArrayInputStream(bytes), 50_000);
        Refusal refusal = catchThrowableOfType(Refusal.class, relayed::drain);

        assertThat(refusal.kind()).isEqualTo(ErrorKind.REQUEST_TOO_LARGE);
        assertThat(sent.size()).isLessThanOrEqualTo(50_000);
    }

    @Test
    void aCallerWhoStopsIsToldApartFromOneWhoLeaves() {
        assertThat(failing(new SocketTimeoutException())).isEqualTo(ErrorKind.REQUEST_TIMEOUT);
        assertThat(failing(new IOException(new SocketTimeoutException()))).isEqualTo(ErrorKind.REQUEST_TIMEOUT);
        assertThat(failing(new IOException("gone"))).isEqualTo(ErrorKind.CLIENT_CANCELLED);
    }

    private ErrorKind failing(IOException why) {
        Relayed relayed = relayed(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw why;
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        throw why;
                    }
                },
                10);
        return catchThrowableOfType(Refusal.class, relayed::drain).kind();
    }
}
