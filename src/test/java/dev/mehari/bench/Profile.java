package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a call's processor time goes, by package, and how often threads change over it. By JFR of the JDK. */
final class Profile {
    /** Whose code it is, the first that fits; what is below counts for the one above that called it. */
    private static final List<String> OWNERS = List.of(
            "dev.mehari.edge",
            "dev.mehari.live",
            "dev.mehari.upstream",
            "dev.mehari.protocol",
            "dev.mehari.key",
            "dev.mehari.usage",
            "dev.mehari.store",
            "dev.mehari",
            "org.apache.camel.component.http",
            "org.apache.camel.component.seda",
            "org.apache.camel.component.resilience4j",
            "org.apache.camel",
            "org.apache.hc",
            "org.apache.tomcat",
            "org.apache.coyote",
            "org.apache.catalina",
            "io.github.resilience4j",
            "io.micrometer",
            "org.springframework",
            "org.sqlite",
            "org.postgresql",
            "com.github.benmanes.caffeine",
            "com.fasterxml.jackson");

    private Profile() {}

    static void start(long pid, Path file) {
        Child.run(
                Child.jdk("jcmd"),
                Long.toString(pid),
                "JFR.start",
                "name=bench",
                "settings=profile",
                "filename=" + file,
                "jdk.CPUTimeSample#enabled=true",
                "jdk.VirtualThreadStart#enabled=true");
    }

    static void stop(long pid) {
        Child.run(Child.jdk("jcmd"), Long.toString(pid), "JFR.stop", "name=bench");
    }

    /** Voluntary changes of all threads so far: each is a thread that had to wait and was woken. */
    static long switches(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.mapToLong(Profile::switchesOf).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long switchesOf(Path thread) {
        try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
            return lines.filter(line -> line.startsWith("voluntary_ctxt_switches"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            // The thread has ended meanwhile.
            return 0;
        }
    }

    /** A table of the shares, for people. */
    static String summary(Path file, long calls, long switches) {
        Map<String, Long> cpu = new TreeMap<>();
        Map<String, Long> java = new TreeMap<>();
        long started = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.CPUTimeSample" -> cpu.merge(owner(event), 1L, Long::sum);
                    case "jdk.ExecutionSample" -> java.merge(owner(event), 1L, Long::sum);
                    case "jdk.VirtualThreadStart" -> started++;
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Long> samples = cpu.isEmpty() ? java : cpu;
        long all = samples.values().stream().mapToLong(Long::longValue).sum();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d calls, %d samples of %s. Virtual threads started per call: %.2f; threads woken per call: %.2f.%n%n",
                calls,
                all,
                cpu.isEmpty() ? "running Java code" : "processor time",
                (double) started / calls,
                (double) switches / calls));
        text.append("| code | share |\n|---|---|\n");
        samples.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .filter(e -> e.getValue() * 200 > all)
                .forEach(e -> text.append(
                        String.format(Locale.ROOT, "| %s | %.1f%% |%n", e.getKey(), 100.0 * e.getValue() / all)));
        return text.toString();
    }

    private static String owner(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return "the JVM itself";
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            for (String owner : OWNERS) {
                if (type.startsWith(owner + ".")) {
                    return owner;
                }
            }
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        String last = frames.getLast().getMethod().getType().getName();
        return last.startsWith("java.lang.VirtualThread")
                        || last.startsWith("jdk.internal.vm")
                        || last.contains("ForkJoin")
                ? "virtual threads and their poller"
                : "other JDK code";
    }
}
