package dev.mehari.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What the JVM of another process says of itself. */
public final class Jcmd {
    private Jcmd() {}

    /**
     * What jcmd printed.
     *
     * @throws AssertionError when it failed
     */
    public static String run(long pid, String... command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(Stream.of(jcmd, Long.toString(pid)), Arrays.stream(command))
                                    .toList())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("jcmd " + String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many objects of a class a full collection left in the heap. */
    public static long instances(long pid, String className) {
        return instances(run(pid, "GC.class_histogram"), className);
    }

    /** The same from a histogram that was taken before. */
    public static long instances(String histogram, String className) {
        return histogram
                .lines()
                .filter(line -> line.endsWith(" " + className))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[1]))
                .sum();
    }
}
