package dev.mehari.it.soak;

import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.Jcmd;
import dev.mehari.it.failover.storm.Held;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway holds at a moment.
 *
 * @param heap live bytes, after a collection
 */
record Sample(long heap, Held held) {
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    /**
     * What calls hold at one moment is not what they hold at the next: of several looks the least is what stays.
     *
     * @param looks at the heap, about half a second each
     * @param idleConnections those that its pools keep for later
     */
    static Sample of(GatewayProcess gateway, int looks, int idleConnections) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < looks; i++) {
            least = Math.min(least, heap(gateway.pid()));
            RawClient.waitFor(BETWEEN);
        }
        return new Sample(least, Held.by(gateway, idleConnections));
    }

    double megabytes() {
        return heap / 1e6;
    }

    private static long heap(long pid) {
        String unused = Jcmd.run(pid, "GC.run");
        Matcher spaces = USED.matcher(Jcmd.run(pid, "GC.heap_info"));
        long used = 0;
        while (spaces.find()) {
            used += Long.parseLong(spaces.group(1)) * 1024;
        }
        if (used == 0) {
            throw new IllegalStateException("jcmd does not say what the heap of " + pid + " holds");
        }
        return used;
    }
}
