package dev.mehari.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures the gateway beside its baselines and prints the table. Started by {@code make bench}; ends with 1 when a reply
 * was not a 200, or when client, fake and database do not agree on how many calls there were.
 */
public final class Bench {
    static final String DIRECT = "direct";
    static final String NGINX = "nginx";
    static final String BARE = "bare";
    static final String GATEWAY = "gateway";
    static final String ON_POSTGRESQL = "gateway, PostgreSQL";

    private Bench() {}

    /** @param args the repository, {@code full}, {@code quick} or {@code rules}, the JVM flags of the gateway */
    public static void main(String[] args) throws IOException, SQLException {
        Path repository = Path.of(args[0]).toAbsolutePath();
        List<String> jvm = List.of(args).subList(2, args.length);
        Settings settings = Settings.of(repository, jvm, args[1]);
        Files.createDirectories(settings.folder());
        List<AutoCloseable> running = new ArrayList<>();
        int exit;
        try {
            exit = run(settings, running);
        } finally {
            running.reversed().forEach(Bench::close);
        }
        System.exit(exit);
    }

    private static int run(Settings settings, List<AutoCloseable> running) throws IOException, SQLException {
        int fakePort = Child.freePort();
        int nginxPort = Child.freePort();
        int barePort = Child.freePort();
        Child fake = served("fake", settings, fakePort, java(settings, FakeUpstream.class, fakePort, "2"));
        running.add(fake);
        Child nginx = Nginx.start(settings.folder().resolve("nginx"), nginxPort, fakePort);
        running.add(nginx);
        nginx.await(() -> open(nginxPort));
        Child bare = served(
                "bare",
                settings,
                barePort,
                java(settings, BareProxy.class, barePort, "http://127.0.0.1:" + fakePort, "tomcat"));
        running.add(bare);
        Gateway gateway = Gateway.start(settings, GATEWAY, 1, fakePort, null);
        running.add(gateway);
        if (settings.rulesAlone()) {
            return rulesAlone(settings, fakePort, gateway);
        }
        Gateway onPostgresql = onPostgresql(settings, fakePort);
        if (onPostgresql != null) {
            running.add(onPostgresql);
        }
        List<Gateway> gateways = onPostgresql == null ? List.of(gateway) : List.of(gateway, onPostgresql);
        List<Subject> subjects = List.of(
                new Subject(DIRECT, fakePort, fake.pid()),
                new Subject(NGINX, nginxPort, nginx.pid()),
                new Subject(BARE, barePort, bare.pid()),
                gateway.subject());
        Rounds rounds = new Rounds(settings, new Traffic(settings.folder(), fakePort), subjects, gateways);
        String profile = rounds.run();
        List<String> faults = rounds.faults();
        String report = new Table(settings, rounds.figures(), faults).text() + profile;
        Path file = settings.repository().resolve("target/bench/table.md");
        Files.writeString(file, report);
        System.out.println(report);
        faults.forEach(fault -> System.out.println("FAILED " + fault));
        return faults.isEmpty() ? 0 : 1;
    }

    private static int rulesAlone(Settings settings, int fakePort, Gateway gateway) {
        Rounds rounds = new Rounds(settings, new Traffic(settings.folder(), fakePort), List.of(), List.of(gateway));
        rounds.rulesAlone();
        List<String> faults = rounds.faults();
        System.out.println(new Table(settings, rounds.figures(), faults).ofRules());
        return faults.isEmpty() ? 0 : 1;
    }

    /** A smoke run leaves it out, unless it is asked for. */
    private static @Nullable Gateway onPostgresql(Settings settings, int fakePort) throws SQLException {
        String given = System.getenv("PGURL");
        String url = settings.quick() && given == null ? null : Postgresql.start(given);
        return url == null ? null : Gateway.start(settings, ON_POSTGRESQL, 2, fakePort, url);
    }

    private static List<String> java(Settings settings, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(settings.java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    private static Child served(String name, Settings settings, int port, List<String> command) {
        Child child = Child.start(name, settings.folder().resolve(name), Map.of(), command);
        child.await(() -> open(port));
        return child;
    }

    private static boolean open(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.out.println("not closed: " + e);
        }
    }
}
