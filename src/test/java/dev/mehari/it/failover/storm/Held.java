package dev.mehari.it.failover.storm;

import dev.mehari.it.GatewayProcess;
import dev.mehari.it.Jcmd;
import dev.mehari.it.wire.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a gateway holds, seen from outside of its own counters.
 *
 * @param descriptors open files and sockets, without the connections that its pools keep for later; 0 where the system
 *     does not tell
 * @param platform threads of the system
 * @param virtual threads of calls and the like
 */
public record Held(int descriptors, int platform, int virtual) {
    /** Files of the database, carriers of virtual threads and the like come and go. */
    private static final int PLAY = 12;

    static Held by(Storm storm) {
        return by(storm.gateway(), (int) storm.metric("mehari_pool_idle"));
    }

    /** @param idle connections that its pools keep for later */
    public static Held by(GatewayProcess gateway, int idle) {
        String threads = threads(gateway);
        int virtual = count(threads, "\" virtual");
        int all = count(threads, "\n#");
        return new Held(descriptors(gateway.pid()) - idle, all - virtual, virtual);
    }

    /** Waits until no more is held than this, but for a little. */
    void awaitSoLittle(Storm storm) {
        Held unused = Eventually.get(
                Duration.ofSeconds(10),
                () -> by(storm),
                now -> now.descriptors <= descriptors + PLAY
                        && now.platform <= platform + PLAY
                        && now.virtual <= virtual + 2);
    }

    private static int descriptors(long pid) {
        Path open = Path.of("/proc", Long.toString(pid), "fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(open)) {
            return (int) all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, one line that begins with # for each; no counter of the JVM knows the virtual ones. */
    private static String threads(GatewayProcess gateway) {
        Path dump = gateway.settings().home().resolve("threads.txt");
        var unused = Jcmd.run(gateway.pid(), "Thread.dump_to_file", "-overwrite", dump.toString());
        try {
            return Files.readString(dump);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(String text, String what) {
        return text.split(java.util.regex.Pattern.quote(what), -1).length - 1;
    }
}
