package dev.mehari.fake;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes a socket delivered and nobody has parsed yet.
 *
 * <p>A thread of its own fills it. A server that reads only between replies would learn of a caller's leaving only when its own write fails, which
 * may be many events later.
 */
final class Incoming {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private int offset;
    private boolean ended;

    void feed(byte[] bytes) {
        lock.lock();
        try {
            pieces.add(bytes);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next byte, or -1 at the end; the byte is copied to what the caller keeps as the raw record. */
    int read(ByteArrayOutputStream raw) throws InterruptedException {
        lock.lock();
        try {
            while (pieces.isEmpty()) {
                if (ended) {
                    return -1;
                }
                more.await();
            }
            byte[] piece = pieces.element();
            int value = piece[offset++] & 0xff;
            if (offset == piece.length) {
                pieces.remove();
                offset = 0;
            }
            raw.write(value);
            return value;
        } finally {
            lock.unlock();
        }
    }

    /** Exactly {@code count} bytes, or fewer when the peer ended. */
    byte[] read(int count, ByteArrayOutputStream raw) throws InterruptedException {
        byte[] found = new byte[count];
        int have = 0;
        lock.lock();
        try {
            while (have < count) {
                while (pieces.isEmpty()) {
                    if (ended) {
                        return java.util.Arrays.copyOf(found, have);
                    }
                    more.await();
                }
                byte[] piece = pieces.element();
                int step = Math.min(piece.length - offset, count - have);
                System.arraycopy(piece, offset, found, have, step);
                raw.write(piece, offset, step);
                have += step;
                offset += step;
                if (offset == piece.length) {
                    pieces.remove();
                    offset = 0;
                }
            }
            return found;
        } finally {
            lock.unlock();
        }
    }
}
