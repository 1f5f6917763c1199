package dev.mehari.bench;

import dev.mehari.store.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The packaged gateway in a process of its own, with the shipped configuration and routes: key check, routing, breaker,
 * rows, logging.
 */
final class Gateway implements AutoCloseable {
    private static final String PASSWORD = "bench-admin-password-0001";
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    /** The serial collector leaves dead objects where they are and counts them as used, but for every fourth time. */
    private static final int COLLECTIONS = 4;

    private final String name;
    private final int lane;
    private final int port;
    private final Path home;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Child process;
    private final Rows rows;
    private final DatabaseSettings spareDatabase;
    private final Duration readyAfter;

    private Gateway(
            String name, int lane, int port, Path home, Child process, String jdbcUrl, DatabaseSettings spareDatabase) {
        this.name = name;
        this.lane = lane;
        this.port = port;
        this.home = home;
        this.process = process;
        this.readyAfter = process.await(this::ready);
        this.rows = new Rows(jdbcUrl);
        this.spareDatabase = spareDatabase;
    }

    /**
     * @param lane of the fake, where it counts this gateway's calls
     * @param postgresql null for SQLite, else the URL of an empty database, for the gateway and for JDBC
     */
    static Gateway start(Settings settings, String name, int lane, int fakePort, @Nullable String postgresql) {
        Path home = settings.folder().resolve("gateway-" + lane);
        Path data = home.resolve("data");
        int port = Child.freePort();
        try {
            Files.createDirectories(data);
            Files.createDirectories(home.resolve("spare"));
            for (String folder : List.of("config", "routes")) {
                copy(settings.repository().resolve(folder), home.resolve(folder));
            }
            RuleCost.configure(home.resolve("config/models.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("MEHARI_HOME", home.toString());
        environment.put("MEHARI_DATA", data.toString());
        environment.put("MEHARI_BOOTSTRAP_KEY", Subject.KEY);
        environment.put("MEHARI_ADMIN_PASSWORD", PASSWORD);
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
                home,
                process,
                postgresql == null ? "jdbc:sqlite:" + data.resolve("mehari.db") : postgresql,
                new DatabaseSettings(
                        null, postgresql == null ? null : Postgresql.spare(postgresql), home.resolve("spare"), null));
    }

    private boolean ready() {
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

    /** An empty database where its own is, which it does not use. */
    DatabaseSettings spareDatabase() {
        return spareDatabase;
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

    /** What is alive after full collections, in kilobytes. */
    long liveKilobytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            Child.run(Child.jdk("jcmd"), Long.toString(pid()), "GC.run");
        }
        Matcher used = USED.matcher(Child.run(Child.jdk("jcmd"), Long.toString(pid()), "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    /**
     * Changes a file of the configuration and has it taken; returns when the new routes take calls.
     *
     * @param number another one each time, or there would be nothing to do
     */
    void reload(int number) {
        Path file = home.resolve("config/models.yaml");
        try {
            Path changed = Files.writeString(
                    home.resolve("models.new"),
                    Files.readString(file).replaceAll("(?m)^# bench .*\n", "") + "# bench " + number + "\n");
            Files.move(changed, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            String admin = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            HttpRequest reload = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/api/admin/live/reload"))
                    .header("Authorization", "Basic " + admin)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = http.send(reload, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("a reload was refused: " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
