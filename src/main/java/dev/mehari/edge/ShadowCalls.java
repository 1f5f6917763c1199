package dev.mehari.edge;

import dev.mehari.call.Call;
import dev.mehari.call.Reply;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.live.Breakers;
import dev.mehari.live.CallErrors;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.UsageQueue;
import dev.mehari.upstream.Shadows;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of calls, each on a thread of its own: sent once, their answers read and thrown away, settled with a row of their
 * own. They are few, they hold little, they leave an upstream alone that is not well, and nothing they meet counts for its
 * breaker or its health: a call notices nothing of its copy.
 */
public final class ShadowCalls implements Shadows {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowCalls.class);

    private static final int MOST = 64;

    /** Bytes of their requests. */
    private static final long MOST_HELD = Runtime.getRuntime().maxMemory() / 64;

    private static final int PIECE = 8 << 10;

    private final Semaphore free = new Semaphore(MOST);
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Generations generations;
    private final Breakers breakers;
    private final CallErrors errors;
    private final Settler settler;

    public ShadowCalls(
            Generations generations,
            Breakers breakers,
            CallErrors errors,
            CallMetrics metrics,
            UsageQueue queue,
            Clock clock) {
        this.generations = generations;
        this.breakers = breakers;
        this.errors = errors;
        this.settler = new Settler(generations, metrics, queue, clock);
    }

    /** Copies that were not sent. */
    public long dropped() {
        return dropped.get();
    }

    /** Copies under way. */
    public int running() {
        return MOST - free.availablePermits();
    }

    @Override
    public boolean start(Call shadow) {
        RequestBody request = shadow.request();
        int bytes = request == null ? 0 : request.bytes().length;
        if (!well(shadow) || !free.tryAcquire()) {
            dropped.incrementAndGet();
            return false;
        }
        if (held.addAndGet(bytes) > MOST_HELD) {
            held.addAndGet(-bytes);
            free.release();
            dropped.incrementAndGet();
            return false;
        }
        Thread.ofVirtual().name("mehari-mirror").start(() -> {
            try {
                live(shadow);
            } catch (RuntimeException e) {
                LOG.warn("the copy {} of a call failed", shadow.getId(), e);
            } finally {
                held.addAndGet(-bytes);
                free.release();
            }
        });
        return true;
    }

    private boolean well(Call shadow) {
        for (Target target : shadow.getPlan()) {
            if (!breakers.state(target.upstream()).equals("CLOSED")) {
                return false;
            }
        }
        return true;
    }

    private void live(Call shadow) {
        Generations.Lease lease = generations.acquire();
        Generation generation = lease.generation();
        shadow.atEnd(lease::release);
        shadow.atEnd(() -> settler.settle(generation, shadow));
        try {
            generation.dispatch(shadow);
            readToEnd(shadow);
        } catch (RuntimeException e) {
            errors.answer(shadow, e);
        } finally {
            shadow.end();
        }
    }

    private static void readToEnd(Call shadow) {
        Reply reply = shadow.reply();
        InputStream stream = reply == null ? null : reply.stream();
        if (stream == null) {
            return;
        }
        byte[] piece = new byte[PIECE];
        try {
            while (stream.read(piece) >= 0) {
                // Nobody is there to read it.
            }
        } catch (IOException e) {
            LOG.debug("the copy {} of a call broke off: {}", shadow.getId(), e.toString());
        }
    }
}
