package dev.mehari.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A provider that is faster than anything measured against it: no HTTP library, nothing allocated for a call. It answers
 * 1 KB of JSON, or a stream of so many events when the call asks for one, and counts the calls by their lane.
 */
public final class FakeUpstream {
    /** Lanes 1 to 9 are the paths below {@code /g1} to {@code /g9}; all other paths are lane 0. */
    static final int LANES = 10;

    private FakeUpstream() {}

    /** @param args the port, then how many threads serve it */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        int threads = Integer.parseInt(args[1]);
        AtomicLongArray calls = new AtomicLongArray(LANES);
        FakeLoop[] loops = new FakeLoop[threads];
        for (int i = 0; i < threads; i++) {
            loops[i] = new FakeLoop(calls, loops);
        }
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
        server.configureBlocking(false);
        server.register(loops[0].selector(), SelectionKey.OP_ACCEPT);
        for (FakeLoop loop : loops) {
            new Thread(loop, "fake").start();
        }
    }
}
