package dev.mehari.it.failover.storm;

import dev.mehari.it.GatewayProcess;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a gateway holds, seen from outside of its own counters.
 *
 * @param open files and sockets; none where the system does not tell
 * @param idle those of them that its pools keep for later, as it says itself
 */
public record Held(List<OpenFile> open, int idle, List<Running> threads) {
    /** Files of the database, carriers of virtual threads and the like come and go. */
    private static final int PLAY = 12;

    private static final int VIRTUAL_PLAY = 2;

    /** Of what is new, so much is named. */
    private static final int NAMED = 40;

    static Held by(Storm storm) {
        return by(storm.gateway(), (int) storm.metric("mehari_pool_idle"));
    }

    /** @param idle connections that its pools keep for later */
    public static Held by(GatewayProcess gateway, int idle) {
        List<Running> threads = Running.in(gateway);
        return new Held(OpenFile.of(gateway.pid()), idle, threads);
    }

    /** Open files and sockets, without the connections that its pools keep for later. */
    public int descriptors() {
        return open.size() - idle;
    }

    /** Threads of the system. */
    public int platform() {
        return threads.size() - virtual();
    }

    /** Threads of calls and the like. */
    public int virtual() {
        return (int) threads.stream().filter(Running::virtual).count();
    }

    /** Waits until no more is held than this, but for a little. */
    public void awaitSoLittle(Duration atMost, Supplier<Held> look) {
        awaitSoLittle(atMost, PLAY, look);
    }

    /** @param play files, and threads of the system, that may be more; at most what is usual */
    public void awaitSoLittle(Duration atMost, int play, Supplier<Held> look) {
        String unused = Eventually.get(atMost, () -> look.get().beyond(this, Math.min(play, PLAY)), String::isEmpty);
    }

    /** What is held beyond this, in words; empty when it is no more than a little. */
    private String beyond(Held before, int play) {
        if (descriptors() <= before.descriptors() + play
                && platform() <= before.platform() + play
                && virtual() <= before.virtual() + VIRTUAL_PLAY) {
            return "";
        }
        return this + "; before: " + before + "; " + play + ", " + play + " and " + VIRTUAL_PLAY + " more would do"
                + "\nnew:" + newThreads(before) + newFiles(before);
    }

    private String newThreads(Held before) {
        Set<Long> known = before.threads.stream().map(Running::id).collect(Collectors.toSet());
        return threads.stream()
                .filter(thread -> !known.contains(thread.id()))
                .limit(NAMED)
                .map(thread -> "\n  " + thread)
                .collect(Collectors.joining());
    }

    /** Counted by kind: most are connections. */
    private String newFiles(Held before) {
        Map<String, Integer> kinds = new TreeMap<>();
        Set<Integer> ports = OpenFile.ports(open);
        open.forEach(file -> kinds.merge(file.kind(ports), 1, Integer::sum));
        before.open.forEach(file -> kinds.merge(file.kind(ports), -1, Integer::sum));
        return kinds.entrySet().stream()
                .filter(kind -> kind.getValue() > 0)
                .limit(NAMED)
                .map(kind -> "\n  " + kind.getValue() + " of " + kind.getKey())
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return descriptors() + " descriptors beside " + idle + " idle connections, " + platform() + " threads and "
                + virtual() + " virtual ones";
    }
}
