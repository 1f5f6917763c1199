package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packaged gateway in a process of its own, with the shipped configuration and routes: key check, routing, breaker,
 * rows, logging.
 */
final class Gateway implements AutoCloseable {
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private final String name;
    private final int lane;
    private final int port;
    private final Child process;
    private final Rows rows;
    private final Duration readyAfter;

    private Gateway(String name, int lane, int port, Child process, String jdbcUrl) {
        this.name = name;
        this.lane = lane;
        this.port = port;
        this.process = process;
        HttpClient http = HttpClient.newHttpClient();
        this.readyAfter = process.await(() -> ready(http));
        this.rows = new Rows(jdbcUrl);
    }

    /**
     * @param lane of the fake, where it counts this gateway's calls
     * @param postgresql null for SQLite, else the URL of an empty database, for the gateway and for JDBC
     */
    static Gateway start(
            Settings settings,
            String name,
            int lane,
            int fakePort,
            @org.jspecify.annotations.Nullable String postgresql) {
        Path home = settings.folder().resolve("gateway-" + lane);
        Path data = home.resolve("data");
        int port = Child.freePort();
        try {
            Files.createDirectories(data);
            for (String folder : List.of("config", "routes")) {
                copy(settings.repository().resolve(folder), home.resolve(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("MEHARI_HOME", home.toString());
        environment.put("MEHARI_DATA", data.toString());
        environment.put("MEHARI_BOOTSTRAP_KEY", Subject.KEY);
        environment.put("MEHARI_ADMIN_PASSWORD", "bench-admin-password-0001");
        environment.put("OPENAI_API_KEY", "sk-bench-upstream-key-0001");
        environment.put("OPENAI_BASE_URL", "http://127.0.0.1:" + fakePort + "/g" + lane + "/v1");
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        if (postgresql != null) {
            environment.put("DATABASE_TYPE", "postgresql");
            environment.put("DATABASE_URL", postgresql);
        }
        List<String> command = new ArrayList<>(settings.java());
        command.addAll(List.of(
                "-jar", settings.repository().resolve("target/mehari-exec.jar").toString()));
        Child process = Child.start("gateway-" + lane, home, environment, command);
        return new Gateway(
                name,
                lane,
                port,
                process,
                postgresql == null ? "jdbc:sqlite:" + data.resolve("mehari.db") : postgresql);
    }

    private boolean ready(HttpClient http) {
        try {
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                    .build();
            return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Subject subject() {
        return new Subject(name, port, pid());
    }

    String name() {
        return name;
    }

    int lane() {
        return lane;
    }

    Rows rows() {
        return rows;
    }

    /** From the start of its process until {@code /ready} said so. */
    Duration readyAfter() {
        return readyAfter;
    }

    long pid() {
        return process.pid();
    }

    long residentMegabytes() {
        return process.residentMegabytes();
    }

    /** What is alive after a full collection, in kilobytes. */
    long liveKilobytes() {
        Child.run(Child.jdk("jcmd"), Long.toString(pid()), "GC.run");
        Matcher used = USED.matcher(Child.run(Child.jdk("jcmd"), Long.toString(pid()), "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    String log() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
