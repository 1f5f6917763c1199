package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that is sent, and the books of it: at the end, client, fake and database must agree. */
final class Traffic {
    private record Sent(long answered, long dropped) {}

    private final Path folder;
    private final int fakePort;
    private final Map<String, Sent> sent = new HashMap<>();

    Traffic(Path folder, int fakePort) {
        this.folder = folder;
        this.fakePort = fakePort;
    }

    Wrk wrk(Subject subject, int connections, Duration time) {
        Wrk run = Wrk.run(folder, subject, connections, time);
        book(subject, run.calls(), connections);
        return run;
    }

    OpenLoop.Result open(OpenLoop load, Duration time) {
        OpenLoop.Result result = load.run(time);
        book(load.subject(), result.calls(), 0);
        return result;
    }

    ManyStreams.Result streams(Subject subject, Duration time, ManyStreams.@Nullable Look look) {
        ManyStreams.Result result = ManyStreams.run(subject, time, look);
        book(subject, ManyStreams.STREAMS, 0);
        return result;
    }

    private void book(Subject subject, long answered, long dropped) {
        sent.merge(
                subject.name(),
                new Sent(answered, dropped),
                (a, b) -> new Sent(a.answered() + b.answered(), a.dropped() + b.dropped()));
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

    /** What does not agree; empty when all is well. Waits for rows that are still in the queue. */
    List<String> faults(Gateway gateway) {
        Sent mine = sent.getOrDefault(gateway.name(), new Sent(0, 0));
        long arrived = arrived(gateway.lane());
        long rows = gateway.rows().await(arrived);
        List<String> faults = new ArrayList<>();
        check(faults, rows == arrived, rows + " rows, but the fake got " + arrived + " calls");
        long attempts = gateway.rows().attempts();
        check(faults, attempts == arrived, attempts + " rows of attempts, but the fake got " + arrived + " calls");
        check(
                faults,
                rows >= mine.answered() && rows <= mine.answered() + mine.dropped(),
                rows + " rows, but " + mine.answered() + " calls were answered and at most " + mine.dropped()
                        + " more were dropped by wrk at the end of its runs");
        long failed = gateway.rows().failed();
        check(faults, failed == 0, failed + " calls did not end with 200");
        long left = gateway.rows().left();
        check(
                faults,
                left <= mine.dropped(),
                left + " calls are booked as left by their caller, but wrk dropped " + mine.dropped() + " at most");
        long incomplete = gateway.rows().incomplete();
        check(faults, incomplete == 0, incomplete + " rows of answered calls have no tokens or no price");
        return faults.stream().map(fault -> gateway.name() + ": " + fault).toList();
    }

    private static void check(List<String> faults, boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
