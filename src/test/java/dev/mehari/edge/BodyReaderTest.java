package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyReaderTest {
    private static final int LIMIT = 4096;
    private static final Buffers BUFFERS = new Buffers(() -> new Streams(512, 512, true));
    private final BodyReader reader = new BodyReader(new EdgeSettings(LIMIT, Duration.ofSeconds(30), LIMIT), BUFFERS);
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final HeldBodies room = new HeldBodies(1 << 20, Duration.ofSeconds(30), clockwork);

    @AfterEach
    void stop() {
        clockwork.shutdownNow();
    }

    /** Reads a body, and holds its place against its size. */
    private byte[] read(Inbound inbound) {
        HeldBody place = room.expected();
        try {
            byte[] body = reader.read(inbound, place);
            assertThat(room.held()).isEqualTo((body.length + 1023) / 1024 * 1024L);
            return body;
        } finally {
            place.release();
            assertThat(room.held()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, LIMIT - 1, LIMIT})
    void everyByteUpToTheLimit(int size) throws IOException {
        byte[] body = random(size);

        assertThat(read(Inbounds.with(Map.of(), body, true))).isEqualTo(body);
        assertThat(read(Inbounds.with(Map.of(), body, false))).isEqualTo(body);
        for (String coding : new String[] {"gzip", "x-gzip", "GZIP", "deflate", "identity"}) {
            Map<String, String> headers = Map.of("content-encoding", coding);
            assertThat(read(Inbounds.with(headers, encoded(coding, body), true)))
                    .as(coding)
                    .isEqualTo(body);
            assertThat(read(Inbounds.with(headers, encoded(coding, body), false)))
                    .as(coding)
                    .isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, LIMIT + 600, 10 * LIMIT})
    void oneMoreIsTooLarge(int size) {
        assertThat(refusal(Inbounds.with(Map.of(), random(size), true))).isEqualTo(ErrorKind.REQUEST_TOO_LARGE);
        assertThat(refusal(Inbounds.with(Map.of(), random(size), false))).isEqualTo(ErrorKind.REQUEST_TOO_LARGE);
    }

    @Test
    void whatAnnouncesTooMuchIsNotReadAtAll() {
        InputStream untouched = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read");
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                return read();
            }
        };

        assertThat(refusal(Inbounds.of(Map.of(), null, untouched, LIMIT + 1))).isEqualTo(ErrorKind.REQUEST_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void aBombEndsAtTheLimit(String coding) throws IOException {
        byte[] bomb = encoded(coding, new byte[2 << 20]);
        assertThat(bomb.length).as("small enough to be let in").isLessThan(LIMIT);

        Map<String, String> headers = Map.of("content-encoding", coding);
        assertThat(refusal(Inbounds.with(headers, bomb, true))).isEqualTo(ErrorKind.REQUEST_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"gzip, true", "gzip, false", "deflate, true", "deflate, false"})
    void aBodyThatIsNotWhatItsCodingSays(String coding, boolean cut) throws IOException {
        byte[] whole = encoded(coding, random(600));
        byte[] body = cut ? Arrays.copyOf(whole, whole.length / 2) : random(600);

        Map<String, String> headers = Map.of("content-encoding", coding);
        assertThat(refusal(Inbounds.with(headers, body, true))).isEqualTo(ErrorKind.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "content-encoding, br",
        "content-encoding, 'gzip, gzip'",
        "content-type,     text/plain",
        "content-type,     application/x-www-form-urlencoded",
        "content-type,     multipart/form-data; boundary=x",
    })
    void aTypeOrCodingThatIsNotServed(String header, String value) {
        assertThat(refusal(Inbounds.with(Map.of(header, value), random(10), true)))
                .isEqualTo(ErrorKind.UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"})
    void typesThatAre(String type) {
        assertThat(read(Inbounds.with(Map.of("content-type", type), random(10), true)))
                .hasSize(10);
    }

    @Test
    void aCallerWhoSendsAByteNowAndThenRunsOutOfTime() {
        BodyReader impatient = new BodyReader(new EdgeSettings(LIMIT, Duration.ofNanos(1), LIMIT), BUFFERS);
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                to[offset] = ' ';
                return 1;
            }
        };

        Inbound inbound = Inbounds.of(Map.of(), null, endless, -1);
        assertThat(catchThrowableOfType(Refusal.class, () -> impatient.read(inbound, room.expected()))
                        .kind())
                .isEqualTo(ErrorKind.REQUEST_TIMEOUT);
    }

    @Test
    void theServersOwnTimeoutAndABrokenConnection() {
        assertThat(refusal(Inbounds.of(Map.of(), null, failing(new SocketTimeoutException()), -1)))
                .isEqualTo(ErrorKind.REQUEST_TIMEOUT);
        assertThat(refusal(Inbounds.of(Map.of(), null, failing(new IOException("reset")), -1)))
                .isEqualTo(ErrorKind.CLIENT_CANCELLED);
    }

    private static InputStream failing(IOException e) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw e;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                throw e;
            }
        };
    }

    private ErrorKind refusal(Inbound inbound) {
        return catchThrowableOfType(Refusal.class, () -> read(inbound)).kind();
    }

    private static byte[] encoded(String coding, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = coding.endsWith("gzip") || coding.equals("GZIP")
                ? new GZIPOutputStream(bytes)
                : coding.equals("deflate") ? new DeflaterOutputStream(bytes) : bytes) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    /** Of few different bytes, so that no coding makes it longer. */
    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(8));
        }
        return bytes;
    }
}
