package dev.mehari.it.failover.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file or socket that a process holds open.
 *
 * @param target what its descriptor leads to; {@code socket:[inode]} is never given twice
 * @param socket its ends, when it is one of TCP
 */
record OpenFile(String target, @Nullable Socket socket) {
    private static final List<String> STATES = List.of(
            "?",
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING");

    /** Ports and state, the remote port 0 where there is none. */
    record Socket(int local, int remote, String state) {}

    /** All of a process; none on another system than Linux. */
    static List<OpenFile> of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.isDirectory(process.resolve("fd"))) {
            return List.of();
        }
        List<OpenFile> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(process.resolve("fd"))) {
            Map<String, Socket> sockets = sockets(process);
            for (Path one : all.toList()) {
                String target = target(one);
                if (!target.isEmpty()) {
                    open.add(new OpenFile(target, sockets.get(target)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            // Closed since the list was made.
            return "";
        }
    }

    /** Those of the whole machine, by {@code socket:[inode]}. */
    private static Map<String, Socket> sockets(Path process) throws IOException {
        Map<String, Socket> sockets = new HashMap<>();
        for (Path table : List.of(process.resolve("net/tcp"), process.resolve("net/tcp6"))) {
            if (Files.exists(table)) {
                for (String line : Files.readAllLines(table)) {
                    String[] row = line.strip().split("\\s+", -1);
                    if (row[0].endsWith(":")) {
                        sockets.put(
                                "socket:[" + row[9] + "]",
                                new Socket(port(row[1]), port(row[2]), STATES.get(Integer.parseInt(row[3], 16))));
                    }
                }
            }
        }
        return sockets;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    /** Whether it is a connection to one of these ports. */
    boolean leadsTo(Set<Integer> ports) {
        return socket != null && ports.contains(socket.remote);
    }

    /** The ports that those among them listen at. */
    static Set<Integer> ports(List<OpenFile> open) {
        return open.stream()
                .map(OpenFile::socket)
                .filter(socket -> socket != null && socket.state.equals("LISTEN"))
                .map(Socket::local)
                .collect(Collectors.toSet());
    }

    /**
     * What it is, in words that hundreds of the same kind share.
     *
     * @param ports that its process listens at
     */
    String kind(Set<Integer> ports) {
        if (socket == null) {
            return target.startsWith("socket:") ? "socket" : target;
        }
        boolean caller = ports.contains(socket.local);
        return socket.state
                + (caller ? " connection of a caller at " + socket.local : " connection to " + socket.remote);
    }
}
