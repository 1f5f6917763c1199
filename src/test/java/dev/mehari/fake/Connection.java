package dev.mehari.fake;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** One accepted socket: a thread that reads it to its end, and a thread that answers what was read. */
final class Connection implements ReplyWriter.Waiting {
    private static final Duration FOREVER = Duration.ofHours(1);

    private final FakeServer server;
    private final Socket socket;
    private final Journal journal;
    private final SeenConnection seen;
    private final Incoming incoming = new Incoming();

    Connection(FakeServer server, Socket socket, Journal journal, SeenConnection seen) {
        this.server = server;
        this.socket = socket;
        this.journal = journal;
        this.seen = seen;
    }

    void start() {
        Thread.ofVirtual().name("fake-read-" + seen.number()).start(this::read);
        Thread.ofVirtual().name("fake-answer-" + seen.number()).start(this::answer);
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                incoming.feed(Arrays.copyOf(buffer, count));
            }
        } catch (IOException e) {
            // A reset is an end like any other: what counts is when it came.
        }
        seen.peerClosed(System.nanoTime());
        incoming.end();
    }

    private void answer() {
        RequestParser parser = new RequestParser(incoming, this::sayContinue);
        try {
            ReplyWriter.Outcome outcome = ReplyWriter.Outcome.KEEP;
            while (outcome == ReplyWriter.Outcome.KEEP) {
                RequestParser.Parsed parsed = parser.next();
                if (parsed == null) {
                    break;
                }
                outcome = answer(server.seen(seen, parsed));
            }
            if (outcome == ReplyWriter.Outcome.RESET) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // The peer left while we wrote, and the reader may not have noticed yet.
            seen.peerClosed(System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private ReplyWriter.Outcome answer(SeenRequest request) throws IOException {
        Reply reply = server.reply(request);
        boolean last = request.fault() != null || request.headers().lists("connection", "close");
        if (last && !reply.headers().has("connection")) {
            reply = reply.headers(headers -> headers.plus("connection", "close"));
        }
        ReplyWriter.Outcome outcome = new ReplyWriter(socket, request, reply, this).play();
        request.replied();
        return outcome == ReplyWriter.Outcome.KEEP && last ? ReplyWriter.Outcome.CLOSE : outcome;
    }

    private void sayContinue() {
        try {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // Then the body does not come either, and the reader ends the request.
        }
    }

    void close() {
        seen.closed(System.nanoTime());
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
        incoming.end();
        server.ended(this);
    }

    @Override
    public boolean pause(Step.Pause pause) {
        return !journal.await(this::over, pause.time());
    }

    @Override
    public boolean gate(Step.Gate gate) {
        // Two things may end the wait and only one of them can be waited on, so the other is looked at now and then.
        try {
            while (!gate.latch().await(5, TimeUnit.MILLISECONDS)) {
                if (journal.read(this::over)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void untilPeerLeaves() {
        journal.await(this::over, FOREVER);
    }

    private boolean over() {
        return seen.peerGone() || !seen.isOpen();
    }
}
