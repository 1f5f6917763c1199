package dev.mehari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of {@code wrk}. It drops the calls under way when its time is over, up to one for each connection; they are
 * sent and not among its own count.
 *
 * @param millis the median of its times
 */
record Wrk(double perSecond, double millis, long calls) {
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern MEDIAN = Pattern.compile("50% +([0-9.]+)(us|ms|s)");
    private static final Pattern CALLS = Pattern.compile("(\\d+) requests in");

    static Wrk run(Path folder, Subject subject, String body, int connections, Duration time) {
        try {
            Path script = folder.resolve("chat.lua");
            Files.writeString(script, """
                    wrk.method = "POST"
                    wrk.headers["Content-Type"] = "application/json"
                    wrk.headers["Authorization"] = "Bearer %s"
                    wrk.body = [[%s]]
                    """.formatted(Subject.KEY, body));
            String output = Child.run(
                    "wrk",
                    "--latency",
                    // A late answer is a time to measure, not a fault.
                    "--timeout",
                    "60s",
                    "-t1",
                    "-c" + connections,
                    "-d" + time.toSeconds() + "s",
                    "-s" + script,
                    subject.url());
            if (output.contains("Non-2xx") || output.contains("Socket errors")) {
                throw new IllegalStateException("calls to " + subject.name() + " failed:\n" + output);
            }
            Matcher median = find(MEDIAN, output);
            double unit = switch (median.group(2)) {
                case "us" -> 1e-3;
                case "ms" -> 1;
                default -> 1e3;
            };
            return new Wrk(
                    Double.parseDouble(find(RATE, output).group(1)),
                    Double.parseDouble(median.group(1)) * unit,
                    Long.parseLong(find(CALLS, output).group(1)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Matcher find(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk did not say " + pattern + ":\n" + output);
        }
        return matcher;
    }
}
