package dev.mehari.it.live;

import dev.mehari.it.wire.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        String histogram = jcmd(pid, "GC.class_histogram");
        // Generation and context of each that is over must be gone with it.
        long generations = histogram
                .lines()
                .filter(line -> line.endsWith(" dev.mehari.live.Generation"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[1]))
                .sum();
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
        return (int) jcmd(pid, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\"") && line.contains(" nid="))
                .count();
    }

    private static String jcmd(long pid, String command) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new AssertionError("jcmd " + command + " ended with " + exit + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
