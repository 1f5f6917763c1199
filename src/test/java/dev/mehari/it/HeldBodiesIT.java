package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import dev.mehari.it.wire.Many;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.11: room for 4 MB of requests, which all calls share, and ten seconds to wait for it")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldBodiesIT {
    private static final int LARGE = 900 << 10;
    /** So many of these find room. */
    private static final int ROOM = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> ASKED = Map.of("Authorization", "Bearer " + GatewaySetup.KEY);

    private final List<RawClient> holders = new ArrayList<>();
    private CountDownLatch gate = new CountDownLatch(1);
    private World world;

    @BeforeAll
    void start() {
        world = World.with(
                setup -> setup.env("MEHARI_REQUEST_MAX_HELD", "4MB").env("MEHARI_REQUEST_READ_TIMEOUT", "10s"));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @AfterEach
    void allRoomIsThere() {
        gate.countDown();
        holders.forEach(RawClient::close);
        holders.clear();
        gate = new CountDownLatch(1);
        world.openai().always(Answer.text("It is warm."));
        double held = Eventually.get(PATIENCE, () -> figure("held_bytes"), now -> now == 0);
        assertThat(held).isZero();
        for (Dialect dialect : Dialect.values()) {
            world.serves(dialect);
        }
    }

    private double figure(String name) {
        String line = world.gateway()
                .adminPage("/v1/metrics")
                .lines()
                .filter(one -> one.startsWith("mehari_requests_" + name + " "))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static String padded(String body, int size) {
        return body + " ".repeat(size - body.length());
    }

    private static String large(Dialect dialect) {
        return RawClient.post(dialect.path(), dialect.key(), padded(dialect.body(), LARGE));
    }

    private RawClient sent(String request) {
        RawClient client = world.client().patience(PATIENCE).send(request);
        holders.add(client);
        return client;
    }

    /** All room for large requests is taken by calls that have no answer yet. */
    private int full() {
        int before = world.openai().requests().size();
        world.openai().always(Answer.text("It is warm.").heldUntil(gate));
        for (int i = 0; i < ROOM; i++) {
            sent(large(Dialect.OPENAI));
        }
        world.openai().awaitRequests(before + ROOM, PATIENCE);
        assertThat(figure("held_bytes")).isBetween((double) ROOM * LARGE, figure("held_max_bytes"));
        return world.reached();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("one more waits until there is room, and is served; small ones do not wait with it")
    void waits(Dialect dialect) {
        int reached = full();
        try (RawClient waiting = world.client().patience(PATIENCE).send(large(dialect))) {
            Eventually.get(PATIENCE, () -> figure("waiting"), count -> count == 1);
            assertThat(world.call(Dialect.ANTHROPIC).status()).isEqualTo(200);
            assertThat(world.reached()).isEqualTo(reached + 1);
            gate.countDown();

            assertThat(waiting.response().status()).isEqualTo(200);
        }
        for (RawClient holder : holders) {
            assertThat(holder.response().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("no room in time: 503 with Retry-After in the caller's protocol, nothing sent, a row")
    void refused() {
        int reached = full();
        double refused = figure("refused_total");

        Dialect[] all = Dialect.values();
        List<RawClient.Response> replies = Many.of(all.length, all.length, i -> {
            try (RawClient client = world.client().patience(PATIENCE)) {
                return client.send(large(all[i])).response();
            }
        });

        for (int i = 0; i < all.length; i++) {
            Dialect dialect = all[i];
            RawClient.Response reply = replies.get(i);
            assertThat(dialect.error(reply, 503)).contains("room");
            assertThat(reply.headers().first("retry-after")).isEqualTo("5");
            assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo("gateway");
        }
        assertThat(replies.getFirst().text()).contains("\"gateway_busy\"");
        assertThat(figure("refused_total")).isEqualTo(refused + all.length);
        assertThat(world.reached()).isEqualTo(reached);
        Ledger ledger =
                new Ledger("jdbc:sqlite:" + world.gateway().settings().data().resolve("mehari.db"));
        long rows = Eventually.get(
                PATIENCE,
                () -> ledger.count("SELECT count(*) FROM calls WHERE error_kind = 'gateway_busy' AND status = 503"),
                count -> count == all.length);
        assertThat(rows).isEqualTo(all.length);
    }

    @Test
    @DisplayName("who announces much and sends nothing is in nobody's way for long")
    void slowSender() {
        String request = RawClient.post(Dialect.OPENAI.path(), ASKED, padded(Dialect.OPENAI.body(), ROOM << 20));
        RawClient slow = sent(request.substring(0, 1000));
        Eventually.get(PATIENCE, () -> figure("held_bytes"), now -> now > 0);

        try (RawClient brisk = world.client().patience(PATIENCE).send(large(Dialect.OPENAI))) {
            assertThat(brisk.response().status()).isEqualTo(200);
        }
        assertThat(figure("held_bytes")).as("what came of the slow one").isEqualTo(1024);
        assertThat(slow.response().status()).isEqualTo(408);
    }

    @Test
    @DisplayName("chunks, which nobody announces, and what is packed count as much as they come to")
    void unannounced() {
        int reached = full();
        String head = RawClient.post(Dialect.OPENAI.path(), ASKED, "");
        String chunks = head.replace("Content-Length: 0", "Transfer-Encoding: chunked") + Integer.toHexString(LARGE)
                + "\r\n" + padded(Dialect.OPENAI.body(), LARGE) + "\r\n0\r\n\r\n";
        byte[] packed = BadBodyIT.gzip(padded(Dialect.OPENAI.body(), LARGE).getBytes(StandardCharsets.UTF_8));
        RawClient zip = world.client()
                .patience(PATIENCE)
                .send(head.replace("Content-Length: 0", "Content-Encoding: gzip\r\nContent-Length: " + packed.length))
                .send(packed);
        holders.add(zip);
        RawClient pieces = sent(chunks);
        Eventually.get(PATIENCE, () -> figure("waiting"), count -> count == 2);
        assertThat(world.reached()).isEqualTo(reached);
        gate.countDown();

        assertThat(zip.response().status()).isEqualTo(200);
        assertThat(pieces.response().status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a stream that has begun holds nothing of its request")
    void whileItStreams() {
        world.openai().always(Answer.text("tick ".repeat(60).strip()).stallAfter(3));
        String body = Dialect.OPENAI.body().replaceFirst("\\{", "{\"stream\":true,");
        int before = world.openai().requests().size();
        sent(RawClient.post(Dialect.OPENAI.path(), ASKED, padded(body, LARGE)));
        world.openai()
                .server()
                .awaitEvents(world.openai().awaitRequests(before + 1, PATIENCE).getLast(), 3, PATIENCE);

        double held = Eventually.get(PATIENCE, () -> figure("held_bytes"), now -> now == 0);
        assertThat(held).isZero();
    }

    @Test
    @DisplayName("every way out gives the room back: errors of each side, callers who leave")
    void everyWayOut() {
        String good = large(Dialect.OPENAI);
        for (Answer answer : List.of(
                Answer.error(400),
                Answer.error(503),
                Answer.html(200),
                Answer.hangUp(),
                Answer.text("a").cutAfter(1))) {
            world.openai().always(answer);
            assertThat(world.send(good).status()).isNotZero();
            gone("an answer");
        }
        world.openai().always(Answer.text("It is warm."));
        for (String bad : List.of(
                good.replaceFirst("\\{", "[["),
                good.replaceFirst("messages", "massages"),
                good.replace(GatewaySetup.KEY, "sk-nobody-knows-this-key"),
                good.replace("gpt-4.1", "no-such-model"),
                good.replace("application/json", "text/plain"),
                good.replaceFirst("Content-Type", "Content-Encoding: gzip\r\nContent-Type"),
                good.replaceFirst("Content-Type", "Content-Encoding: br\r\nContent-Type"))) {
            assertThat(world.send(bad).status()).isGreaterThanOrEqualTo(400);
            gone(bad.substring(0, 300));
        }
        for (String path : List.of("/v1/responses/input_tokens", "/openai/v1/embeddings", "/openai/files")) {
            assertThat(world.send(good.replace(Dialect.OPENAI.path(), path)).status())
                    .isNotZero();
            gone(path);
        }
        for (int sent : new int[] {500, LARGE / 2, good.length()}) {
            world.openai().always(Answer.silence());
            try (RawClient leaves = world.client().send(Arrays.copyOf(good.getBytes(StandardCharsets.UTF_8), sent))) {
                Eventually.get(PATIENCE, () -> figure("held_bytes"), now -> now > 0);
                leaves.reset();
            }
            gone(sent + " bytes");
        }
    }

    private void gone(String of) {
        double held = Eventually.get(PATIENCE, () -> figure("held_bytes"), now -> now == 0);
        assertThat(held).as(of).isZero();
    }
}
