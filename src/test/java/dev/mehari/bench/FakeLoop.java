package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** One thread of the fake: its connections, and the streams on them that have an event to send later. */
final class FakeLoop implements Runnable {
    private final Selector selector;
    private final AtomicLongArray calls;
    private final FakeLoop[] all;
    private final Queue<SocketChannel> arrived = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<FakeStream> waiting =
            new PriorityQueue<>(Comparator.comparingLong(FakeStream::dueNanos));
    private int next;

    /** @param all the loops that connections are dealt out to */
    FakeLoop(AtomicLongArray calls, FakeLoop[] all) throws IOException {
        this.selector = Selector.open();
        this.calls = calls;
        this.all = all;
    }

    Selector selector() {
        return selector;
    }

    @Override
    public void run() {
        try {
            while (selector.isOpen()) {
                turn();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void turn() throws IOException {
        FakeStream first = waiting.peek();
        if (first == null) {
            selector.select(this::serve);
        } else {
            long nanos = first.dueNanos() - System.nanoTime();
            if (nanos <= 0) {
                selector.selectNow(this::serve);
            } else {
                selector.select(this::serve, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            }
        }
        for (SocketChannel channel; (channel = arrived.poll()) != null; ) {
            channel.register(selector, SelectionKey.OP_READ, new FakeConnection(this, channel));
        }
        long now = System.nanoTime();
        for (FakeStream due; (due = waiting.peek()) != null && due.dueNanos() - now <= 0; ) {
            waiting.remove();
            proceed(due);
        }
    }

    private void proceed(FakeStream stream) {
        try {
            if (stream.send()) {
                waiting.add(stream);
            }
        } catch (IOException e) {
            stream.close();
        }
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof FakeConnection connection) {
            connection.readable();
            return;
        }
        try {
            SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                FakeLoop loop = all[next++ % all.length];
                loop.arrived.add(channel);
                loop.selector.wakeup();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call has been read to its end. */
    void count(int lane) {
        calls.incrementAndGet(lane);
    }

    /** Calls so far, by lane, separated by spaces. */
    String counts() {
        StringBuilder text = new StringBuilder();
        for (int lane = 0; lane < FakeUpstream.LANES; lane++) {
            text.append(lane == 0 ? "" : " ").append(calls.get(lane));
        }
        return text.toString();
    }

    /** Sends what is due of a stream now, and the rest in its time. */
    void start(@Nullable FakeStream stream) {
        if (stream != null) {
            proceed(stream);
        }
    }
}
