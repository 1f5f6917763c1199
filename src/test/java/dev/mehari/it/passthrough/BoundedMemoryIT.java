package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import dev.mehari.fake.RawReply;
import dev.mehari.it.Jcmd;
import dev.mehari.it.wire.Eventually;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("bodies of 200 MB pass through a heap of 128 MB, and leave nothing in it")
class BoundedMemoryIT {
    private static final long LENGTH = 200L << 20;
    /** Many times what passing takes, and a small part of what passes. */
    private static final long ROOM = 20L << 20;

    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final Sink SINK = new Sink();
    private static Doors doors;

    @BeforeAll
    static void start() {
        doors = Doors.with(setup -> setup.jvm("-Xmx128m")
                .env("SINK_KEY", "sk-sink-key-0001")
                .env("MEHARI_PASSTHROUGH_MAX_BODY", "300MB")
                .edit("config/upstreams.yaml", text -> text.replaceFirst("upstreams:\n", """
                        upstreams:
                          sink:
                            protocol: openai-chat
                            base-url: %s
                            credentials:
                              - {id: main, key: "env:SINK_KEY"}
                        """.formatted(SINK.url()))));
    }

    @AfterAll
    static void stop() {
        doors.close();
        SINK.close();
    }

    @AfterEach
    void holdsNothing() {
        doors.assertIdle();
    }

    /** Live bytes, after a collection. */
    private static long heap() {
        String unused = Jcmd.run(doors.gateway.pid(), "GC.run");
        Matcher spaces = USED.matcher(Jcmd.run(doors.gateway.pid(), "GC.heap_info"));
        long used = 0;
        while (spaces.find()) {
            used += Long.parseLong(spaces.group(1)) << 10;
        }
        return used;
    }

    private static byte[] piece() {
        byte[] piece = new byte[64 << 10];
        for (int i = 0; i < piece.length; i++) {
            piece[i] = (byte) (i * 31);
        }
        return piece;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/octet-stream",
                "multipart/form-data; boundary=nowhere-in-it",
                "application/json",
            })
    @DisplayName("up, whatever they are called, with and without a length")
    void up(String type) {
        byte[] piece = piece();
        long before = heap();
        long came = SINK.received();
        long sum = SINK.sum();
        long live = 0;
        for (boolean chunked : new boolean[] {false, true}) {
            try (RawClient client = doors.connect()) {
                String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + LENGTH;
                client.send(Doors.head(doors.key, "POST", "/sink/up", "Content-Type: " + type, length) + "\r\n");
                for (long sent = 0; sent < LENGTH; sent += piece.length) {
                    client.send(chunked ? chunk(piece) : piece);
                    if (sent == LENGTH / 2) {
                        live = Math.max(live, heap());
                    }
                }
                client.send(chunked ? "0\r\n\r\n" : "");
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
        assertThat(SINK.received() - came).isEqualTo(2 * LENGTH);
        assertThat(SINK.sum() - sum).isEqualTo(2 * (LENGTH / piece.length) * Sink.sum(piece, piece.length));
        assertThat(live - before).as("held in mid-upload").isLessThan(ROOM);
        assertThat(heap() - before).as("left").isLessThan(ROOM);
    }

    private static byte[] chunk(byte[] piece) {
        byte[] head = Doors.bytes(Integer.toHexString(piece.length) + "\r\n");
        byte[] chunk = Arrays.copyOf(head, head.length + piece.length + 2);
        System.arraycopy(piece, 0, chunk, head.length, piece.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    @Test
    @DisplayName("down, with a caller who reads slowly")
    void down() throws IOException {
        long before = heap();
        long came = 0;
        try (RawClient client = doors.connect()) {
            client.send(Doors.head(doors.key, "GET", "/sink/down/" + LENGTH) + "\r\n");
            RawReply reply = client.reply();
            assertThat(reply.headers().first("content-length")).isEqualTo(Long.toString(LENGTH));
            byte[] buffer = new byte[1 << 20];
            long live = 0;
            for (int n; (n = reply.body().read(buffer)) >= 0; ) {
                came += n;
                live = live == 0 && came > LENGTH / 2 ? heap() : live;
            }
            assertThat(live - before).as("held in mid-download").isLessThan(ROOM);
        }
        assertThat(came).isEqualTo(LENGTH);
        assertThat(heap() - before).as("left").isLessThan(ROOM);
    }

    @Test
    @DisplayName("a small body, which is held, has its place until its answer begins")
    void small() throws IOException {
        byte[] half = new byte[100 << 10];
        try (RawClient client = doors.connect()) {
            String length = "Content-Length: " + 2 * half.length;
            client.send(Doors.head(doors.key, "POST", "/sink/down/" + LENGTH, length) + "\r\n");
            client.send(half);
            Eventually.get(Doors.SOON, BoundedMemoryIT::held, held -> held == 2 * half.length);
            client.send(half);
            assertThat(client.reply().status()).isEqualTo(200);

            Eventually.get(Doors.SOON, BoundedMemoryIT::held, held -> held == 0);
        }
    }

    private static double held() {
        return doors.metric("mehari_requests_held_bytes");
    }

    @Test
    @DisplayName(
            "more than the limit is refused: before a byte is read where the length says so, else where it is reached")
    void limit() {
        long most = 300L << 20;
        RawClient.Response announced =
                doors.send(Doors.head(doors.key, "POST", "/sink/up", "Content-Length: " + (most + 1)) + "\r\n");
        assertThat(announced.status()).isEqualTo(413);
        assertThat(announced.text()).contains("request_too_large", Long.toString(most));
        long came = SINK.received();
        byte[] chunk = chunk(piece());
        try (RawClient client = doors.connect()) {
            client.send(Doors.head(doors.key, "POST", "/sink/up", "Transfer-Encoding: chunked") + "\r\n");
            for (long sent = 0; sent <= most; sent += 64 << 10) {
                client.send(chunk);
            }
            client.send("0\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(413);
        }
        assertThat(SINK.received() - came).isLessThanOrEqualTo(most);
    }
}
