package dev.mehari.live;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A route at work for an attempt: how it is stopped from outside, and what it has open. While it is at work its thread is
 * interrupted, whatever it waits for; a reply that is being read is cut off. Used by the thread of the call; {@link #stop} by
 * any.
 */
final class RouteRun {
    private Thread thread = Thread.currentThread();
    private final IdentityHashMap<InputStream, Runnable> open = new IdentityHashMap<>();
    private final List<Runnable> endings = new ArrayList<>();
    private boolean atWork;
    private boolean stopped;
    private boolean closed;

    /** The route, or the reading of what it left, begins. */
    synchronized void begin() {
        // What a hedged attempt has left is read by another than the one that asked.
        thread = Thread.currentThread();
        atWork = true;
        if (stopped) {
            thread.interrupt();
        }
    }

    /** It is over: the thread does other things from now on, of which an interrupt would be none of their business. */
    synchronized void end() {
        atWork = false;
        if (stopped) {
            boolean unused = Thread.interrupted();
        }
    }

    /** Stops it. Any thread. */
    void stop() {
        List<Runnable> now;
        synchronized (this) {
            stopped = true;
            now = List.copyOf(open.values());
            if (atWork) {
                thread.interrupt();
            }
        }
        now.forEach(Runnable::run);
    }

    /**
     * A reply is open, and closed with the work when it is not before: at once where the work is over.
     *
     * @param cut stops whoever reads it
     */
    void opened(InputStream body, Runnable cut) {
        synchronized (this) {
            if (!closed) {
                open.put(body, cut);
                return;
            }
        }
        Bodies.close(body);
    }

    /** A reply was read to its end. */
    synchronized void closed(InputStream body) {
        open.remove(body);
    }

    /** Runs once, when nothing more of the route's answer is to come: at once when its call did not wait for it. */
    void atClose(Runnable ending) {
        synchronized (this) {
            if (!closed) {
                endings.add(ending);
                return;
            }
        }
        ending.run();
    }

    /** Closes what is still open. */
    void close() {
        List<InputStream> left;
        List<Runnable> last;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open.keySet());
            last = List.copyOf(endings);
            open.clear();
            endings.clear();
        }
        left.forEach(Bodies::close);
        last.forEach(Runnable::run);
    }

    /** What the route left, read as a part of its work. */
    InputStream reading(InputStream answer) {
        return new FilterInputStream(answer) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                begin();
                try {
                    return in.read(to, offset, length);
                } finally {
                    end();
                }
            }

            @Override
            public void close() {
                RouteRun.this.close();
            }
        };
    }
}
