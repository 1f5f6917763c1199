package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that is sent, and the books of it: at the end, client, fake and database must agree. */
final class Traffic {
    private record Sent(long answered, long dropped, long lostEvents) {
        static final Sent NOTHING = new Sent(0, 0, 0);

        Sent and(Sent more) {
            return new Sent(answered + more.answered, dropped + more.dropped, lostEvents + more.lostEvents);
        }
    }

    private final Path folder;
    private final int fakePort;
    private final Map<String, Sent> sent = new HashMap<>();

    Traffic(Path folder, int fakePort) {
        this.folder = folder;
        this.fakePort = fakePort;
    }

    Wrk wrk(Subject subject, int connections, Duration time) {
        return wrk(subject, Payloads.chat(), connections, time);
    }

    Wrk wrk(Subject subject, String body, int connections, Duration time) {
        Wrk run = Wrk.run(folder, subject, body, connections, time);
        book(subject, new Sent(run.calls(), connections, 0));
        return run;
    }

    OpenLoop.Result open(OpenLoop load, Duration time) {
        OpenLoop.Result result = load.run(time);
        book(load.subject(), new Sent(result.calls(), 0, 0));
        return result;
    }

    ManyStreams.Result streams(Subject subject, Duration time, ManyStreams.@Nullable Look look) {
        ManyStreams.Result result = ManyStreams.run(subject, time, look);
        book(subject, new Sent(ManyStreams.STREAMS, 0, result.lost()));
        return result;
    }

    private void book(Subject subject, Sent more) {
        sent.merge(subject.name(), more, Sent::and);
    }

    /** Calls that the fake has taken in a lane. */
    long arrived(int lane) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fakePort + "/counts"))
                    .build();
            String counts = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return Long.parseLong(List.of(counts.split(" ")).get(lane));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What client, fake and database counted. Waits for rows that are still in the queue. */
    Books books(Gateway gateway) {
        Sent mine = sent.getOrDefault(gateway.name(), Sent.NOTHING);
        Rows rows = gateway.rows();
        long arrived = arrived(gateway.lane());
        return new Books(
                mine.answered(),
                mine.dropped(),
                arrived,
                rows.await(arrived),
                rows.attempts(),
                rows.failed(),
                rows.left(),
                rows.incomplete(),
                mine.lostEvents());
    }
}
