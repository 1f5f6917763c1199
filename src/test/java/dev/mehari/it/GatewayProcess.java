package dev.mehari.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The packaged jar, running as a process of its own. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
    private static final Duration TICK = Duration.ofMillis(50);
    /** JVMs whose tests run beside each other begin far apart. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 1009 % 20_000));

    private final GatewaySetup setup;
    private final Process process;
    private final int port;
    private final Path log;
    private final Coverage coverage;
    private final Thread killer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private GatewayProcess(GatewaySetup setup, Coverage coverage, Process process, int port, Path log) {
        this.setup = setup;
        this.coverage = coverage;
        this.process = process;
        this.port = port;
        this.log = log;
        this.killer = new Thread(this::kill);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    public static GatewaySetup setup() {
        return new GatewaySetup();
    }

    static GatewayProcess launch(GatewaySetup setup) {
        int port = freePort();
        Path log = setup.home().resolve("gateway-" + port + ".log");
        Coverage coverage = Coverage.open();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(setup.jvm());
        command.addAll(coverage.flags());
        command.add("-Djava.io.tmpdir=" + setup.temporary());
        command.add("-jar");
        command.add(Objects.requireNonNull(
                System.getProperty("mehari.jar"), "the system property mehari.jar: run through failsafe"));
        command.addAll(setup.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(setup.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(setup.environment());
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        try {
            return new GatewayProcess(setup, coverage, builder.start(), port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GatewayProcess awaitReady() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready()) {
            if (exitsWithin(TICK)) {
                throw new AssertionError(
                        "the gateway ended with " + process.exitValue() + " instead of starting:\n" + output());
            }
            if (System.nanoTime() - end > 0) {
                close();
                throw new AssertionError("the gateway was not ready within " + START_LIMIT + ":\n" + output());
            }
        }
        return this;
    }

    private boolean ready() {
        try {
            return http.send(get("/ready").build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** {@code http://127.0.0.1:port}, without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public GatewaySetup settings() {
        return setup;
    }

    /** A request with the admin's credential, to be finished by the test. */
    public HttpRequest.Builder admin(String path) {
        String user = "admin:" + GatewaySetup.ADMIN_PASSWORD;
        return get(path)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The body of an admin page that must be there. */
    public String adminPage(String path) {
        HttpResponse<String> page = send(admin(path));
        if (page.statusCode() != 200) {
            throw new AssertionError(path + " answered " + page.statusCode() + ": " + page.body());
        }
        return page.body();
    }

    /** All that it wrote to stdout and stderr so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The exit code of a process that ends by itself; fails when it does not. */
    public int awaitExit() {
        if (!exitsWithin(START_LIMIT)) {
            close();
            throw new AssertionError("the gateway still ran after " + START_LIMIT + ":\n" + output());
        }
        forget();
        return process.exitValue();
    }

    /** SIGTERM, without waiting for what comes of it. */
    public void terminate() {
        process.destroy();
    }

    /** SIGTERM, then waits; the exit code. */
    public int stop() {
        process.destroy();
        if (!exitsWithin(STOP_LIMIT)) {
            close();
            throw new AssertionError("the gateway still ran " + STOP_LIMIT + " after SIGTERM:\n" + output());
        }
        forget();
        return process.exitValue();
    }

    /** Ends it without asking. */
    @Override
    public void close() {
        kill();
        forget();
    }

    private void kill() {
        if (process.isAlive()) {
            coverage.ask();
            process.destroyForcibly();
            exitsWithin(STOP_LIMIT);
        }
        coverage.keep();
    }

    private void forget() {
        coverage.keep();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The JVM of the tests is ending, and the hook with it.
        }
    }

    private boolean exitsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(20));
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    /** Below the ports that systems give away by themselves, so that nobody takes it before the process does. */
    private static int freePort() {
        for (int tries = 0; tries < 1000; tries++) {
            int port = 10_000 + Math.floorMod(NEXT_PORT.getAndIncrement(), 20_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
        throw new IllegalStateException("no free port");
    }
}
