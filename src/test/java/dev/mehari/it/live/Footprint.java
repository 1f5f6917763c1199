package dev.mehari.it.live;

import dev.mehari.it.Jcmd;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;

/**
 * What a gateway holds.
 *
 * @param liveBytes that a full collection left in the heap
 * @param threads of the platform
 */
record Footprint(long liveBytes, int threads) {
    static Footprint of(Operator operator) {
        var unused = operator.awaitLive(now -> now.path("draining").isEmpty());
        long pid = operator.gateway().pid();
        String histogram = Jcmd.run(pid, "GC.class_histogram");
        // Generation and context of each that is over must be gone with it.
        long generations = Jcmd.instances(histogram, "dev.mehari.live.Generation");
        if (generations > 3) {
            throw new AssertionError(generations + " generations are held in memory");
        }
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        int threads = Eventually.get(Duration.ofSeconds(30), () -> threads(pid), count -> count > 0);
        return new Footprint(Long.parseLong(total.strip().split("\\s+", -1)[2]), threads);
    }

    private static int threads(long pid) {
        return (int) Jcmd.run(pid, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\"") && line.contains(" nid="))
                .count();
    }
}
