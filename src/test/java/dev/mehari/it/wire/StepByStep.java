package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.Headers;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.RawReply;
import dev.mehari.fake.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A stream whose upstream writes the next event only when the caller has read the one before. A gateway that keeps an
 * event back until more comes would stand still here; no clock is needed to see it.
 */
final class StepByStep {
    /** Less than what a sign of life comes after: that would push out what is kept back. */
    static final Duration PATIENCE = Duration.ofSeconds(12);

    private final Rig rig;
    private final Dialect dialect;
    private final Answer answer;
    private final byte[] direct;
    private final int events;
    private final int first;
    private Headers replyHeaders = Headers.NONE;

    StepByStep(Rig rig, Dialect dialect, Answer answer) {
        this.rig = rig;
        this.dialect = dialect;
        this.answer = answer;
        FakeProvider fake = rig.fake(dialect);
        fake.next(answer);
        this.direct = rig.direct(dialect, true).body();
        this.events = fake.lastRequest().eventsWritten();
        this.first = dialect.openingEvents() + 1;
    }

    /** What the upstream says without a gateway, in its own transfer coding. */
    byte[] direct() {
        return direct.clone();
    }

    /** Of the streamed reply that was read last. */
    Headers replyHeaders() {
        return replyHeaders;
    }

    int events() {
        return events;
    }

    byte[] readOneByOne() {
        try (RawClient client = rig.connect().patience(PATIENCE)) {
            return readOneByOne(client, dialect.request(true), events);
        }
    }

    /**
     * @param shown events that the caller sees, where the last ones are not for him
     */
    byte[] readOneByOne(RawClient client, String request, int shown) {
        FakeProvider fake = rig.fake(dialect);
        int seen = fake.requests().size();
        List<CountDownLatch> gates = new ArrayList<>();
        Answer held = answer;
        for (int event = first; event < events; event++) {
            CountDownLatch gate = new CountDownLatch(1);
            gates.add(gate);
            held = held.heldAfter(event, gate);
        }
        fake.next(held);
        client.send(request);
        RawReply reply = client.reply();
        assertThat(reply.status()).isEqualTo(200);
        replyHeaders = reply.headers();
        SeenRequest upstream = fake.awaitRequests(seen + 1, PATIENCE).getLast();
        Received received = new Received(reply, dialect);
        for (int event = first; event < events; event++) {
            received.awaitEvents(Math.min(event, shown));
            assertThat(upstream.eventsWritten()).isLessThanOrEqualTo(event);
            gates.get(event - first).countDown();
        }
        return received.toEnd().bytes();
    }

    /** The fakes number their answers; what is left must be equal. */
    static String withoutNumbers(byte[] stream) {
        return new String(stream, StandardCharsets.UTF_8).replaceAll("(fake[-a-z]*|20261101120000)\\d+", "$1");
    }
}
