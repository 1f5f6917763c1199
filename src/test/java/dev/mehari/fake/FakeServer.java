package dev.mehari.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A small HTTP/1.1 server on a loopback port that notes every byte and every moment, and sends exactly the bytes it is told to.
 *
 * <p>Tests usually reach it through a {@link FakeProvider}, which decides what to answer.
 */
public final class FakeServer implements AutoCloseable {
    private final Journal journal = new Journal();
    private final Function<SeenRequest, Reply> handler;
    private final List<SeenRequest> requests = new ArrayList<>();
    private final List<SeenConnection> connections = new ArrayList<>();
    private final Set<Connection> live = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile Listener listener;
    private int accepted;
    private int received;

    FakeServer(Function<SeenRequest, Reply> handler) {
        this.handler = handler;
        this.listener = listen(0);
        this.port = listener.socket().getLocalPort();
    }

    public int port() {
        return port;
    }

    /** Everything received since the start or the last {@link #forget()}, oldest first. */
    public List<SeenRequest> requests() {
        return journal.read(() -> List.copyOf(requests));
    }

    public List<SeenConnection> connections() {
        return journal.read(() -> List.copyOf(connections));
    }

    /** Connections that neither side has closed. */
    public int openConnections() {
        return (int) connections().stream().filter(SeenConnection::isOpen).count();
    }

    /** Requests whose reply is under way on a connection that neither side has closed. */
    public int unanswered() {
        return (int) connections().stream()
                .filter(SeenConnection::isOpen)
                .flatMap(connection -> connection.requests().stream())
                .filter(request -> !request.isReplyComplete())
                .count();
    }

    /** Waits for that many requests and gives them; fails when they do not come. */
    public List<SeenRequest> awaitRequests(int count, Duration atMost) {
        await(server -> server.requests.size() >= count, atMost, count + " requests");
        return requests();
    }

    /** Waits until the peer has closed the connection of this request. */
    public void awaitClosed(SeenRequest request, Duration atMost) {
        await(server -> request.closedByPeerAt() != null, atMost, "the peer to close the connection of " + request);
    }

    /** Waits until that many events of the reply to this request are written. */
    public void awaitEvents(SeenRequest request, int count, Duration atMost) {
        await(server -> request.eventsWritten() >= count, atMost, count + " events for " + request);
    }

    /** Waits until exactly that many connections are open. */
    public void awaitOpenConnections(int count, Duration atMost) {
        await(server -> server.openConnections() == count, atMost, count + " open connections");
    }

    private void await(Predicate<FakeServer> condition, Duration atMost, String what) {
        if (!journal.await(() -> condition.test(this), atMost)) {
            throw new AssertionError("waited " + atMost + " for " + what + "; there were " + requests.size()
                    + " requests, " + openConnections() + " open connections");
        }
    }

    /** Forgets what was seen so far, for long runs that would fill the memory. */
    public void forget() {
        journal.write(() -> {
            requests.clear();
            connections.removeIf(connection -> !connection.isOpen());
        });
    }

    /** From now on connections are refused; those that are open are closed. */
    public void stopListening() {
        closeListener();
        live.forEach(Connection::close);
    }

    /** Listens again on the same port. */
    public void listenAgain() {
        listener = listen(port);
    }

    @Override
    public void close() {
        stopListening();
    }

    private record Listener(ServerSocket socket, Thread acceptor) {}

    private Listener listen(int wanted) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted), 1024);
            return new Listener(socket, Thread.ofVirtual().name("fake-accept").start(() -> accept(socket)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                socket.setTcpNoDelay(true);
                accepted(socket);
            } catch (IOException e) {
                // The listener was closed, or the peer left before we looked: in both cases the loop knows what to do.
            }
        }
    }

    private void accepted(Socket socket) {
        long now = System.nanoTime();
        journal.write(() -> {
            SeenConnection seen = new SeenConnection(journal, ++accepted, now);
            connections.add(seen);
            Connection connection = new Connection(this, socket, journal, seen);
            live.add(connection);
            connection.start();
        });
    }

    SeenRequest seen(SeenConnection connection, RequestParser.Parsed parsed) {
        long now = System.nanoTime();
        return journal.read(() -> {
            SeenRequest request = new SeenRequest(journal, connection, ++received, parsed, now);
            connection.opened(request);
            journal.write(() -> requests.add(request));
            return request;
        });
    }

    Reply reply(SeenRequest request) {
        return handler.apply(request);
    }

    void ended(Connection connection) {
        live.remove(connection);
    }

    private void closeListener() {
        try {
            listener.socket().close();
            // The port is only free when the thread that waits in accept has let go of it.
            listener.acceptor().join(Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
