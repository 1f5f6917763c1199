package dev.mehari.edge;

import dev.mehari.call.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The place of one request's body in {@link HeldBodies}. It is read by one thread; given back by any, once for all.
 */
final class HeldBody {
    /** So late a sender may begin without being called slow. */
    private static final long GRACE_NANOS = Duration.ofSeconds(2).toNanos();

    /** Bytes; the least that is asked for at once where nobody knows how much comes: half a body is in everybody's way. */
    private static final long STEP = 1 << 20;

    private final HeldBodies room;
    private long since;
    private int permits;
    private int ofLarge;
    private long came;
    private boolean over;

    HeldBody(HeldBodies room, long now) {
        this.room = room;
        this.since = now;
    }

    /**
     * Takes the place for a body before it is read.
     *
     * @param bytes announced, -1 when nobody knows
     * @throws Refusal {@code GATEWAY_BUSY} when there is no room
     */
    void expect(long bytes) {
        reserve(bytes);
        synchronized (this) {
            since = System.nanoTime();
        }
    }

    /** The body as it is to be read: what comes beyond its place waits for room. */
    InputStream reading(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                int n = in.read(to, offset, length);
                if (n > 0) {
                    came(n);
                }
                return n;
            }
        };
    }

    private void came(int bytes) {
        long wanted;
        synchronized (this) {
            came += bytes;
            boolean enough = room.permits(came) <= permits;
            wanted = enough ? 0 : came <= HeldBodies.SMALL ? HeldBodies.SMALL : Math.max(STEP, 2 * came);
        }
        if (wanted > 0) {
            reserve(wanted);
        }
    }

    private void reserve(long bytes) {
        int wanted = room.permits(bytes);
        int more;
        int moreOfLarge;
        synchronized (this) {
            more = over ? 0 : wanted - permits;
            moreOfLarge = bytes > HeldBodies.SMALL ? wanted - ofLarge : 0;
        }
        if (more <= 0) {
            return;
        }
        room.take(more, moreOfLarge);
        synchronized (this) {
            if (over) {
                room.give(more, moreOfLarge);
                return;
            }
            permits += more;
            ofLarge += moreOfLarge;
            if (ofLarge > 0) {
                room.arriving().add(this);
            }
        }
    }

    /** All of it is here: it keeps no more than it is. */
    void complete() {
        room.arriving().remove(this);
        shrink();
    }

    /** Who would not be through in time at this pace keeps no more than has come. */
    synchronized void keepPace(long now, Duration limit) {
        long time = now - since - GRACE_NANOS;
        if (came < (double) permits * HeldBodies.UNIT * time / limit.toNanos()) {
            shrink();
        }
    }

    private synchronized void shrink() {
        int needed = room.permits(came);
        int neededOfLarge = came > HeldBodies.SMALL ? needed : 0;
        if (!over && needed < permits) {
            int spare = permits - needed;
            int spareOfLarge = Math.max(0, ofLarge - neededOfLarge);
            permits -= spare;
            ofLarge -= spareOfLarge;
            room.give(spare, spareOfLarge);
        }
    }

    /** Gives the place back; what still comes has none. */
    synchronized void release() {
        if (!over) {
            over = true;
            room.arriving().remove(this);
            room.give(permits, ofLarge);
            permits = 0;
            ofLarge = 0;
        }
    }
}
