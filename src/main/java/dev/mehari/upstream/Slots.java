package dev.mehari.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The slots of one upstream. Who waits gets one in the order of coming, and can be woken before, which a semaphore only does
 * by an interrupt that may hit whatever the thread does next. Any thread.
 */
final class Slots {
    private final ReentrantLock lock = new ReentrantLock();
    /** Those who wait; who is taken off has a slot. */
    private final Deque<CountDownLatch> queue = new ArrayDeque<>();

    private int max;
    private int used;

    Slots(int max) {
        this.max = max;
    }

    /**
     * Takes a slot.
     *
     * @param wait waits until the latch is open, or for as long as the caller cares to
     * @return false when none became free in the meantime
     */
    boolean take(Consumer<CountDownLatch> wait) {
        CountDownLatch mine;
        lock.lock();
        try {
            if (used < max && queue.isEmpty()) {
                used++;
                return true;
            }
            mine = new CountDownLatch(1);
            queue.add(mine);
        } finally {
            lock.unlock();
        }
        boolean waiting = true;
        try {
            wait.accept(mine);
        } finally {
            waiting = left(mine);
        }
        return !waiting;
    }

    /** Leaves the queue; false when a slot came first. */
    private boolean left(CountDownLatch mine) {
        lock.lock();
        try {
            return queue.remove(mine);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a slot for what must be in nobody's way: when nobody waits and half of the slots stay free. */
    boolean takeSpare() {
        lock.lock();
        try {
            if (!queue.isEmpty() || used + 1 > max / 2) {
                return false;
            }
            used++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a slot back, once for each that was taken. */
    void give() {
        lock.lock();
        try {
            used--;
            grant();
        } finally {
            lock.unlock();
        }
    }

    /** There are so many from now on; those in use beyond that are waited for. */
    void resize(int now) {
        lock.lock();
        try {
            max = now;
            grant();
        } finally {
            lock.unlock();
        }
    }

    private void grant() {
        for (CountDownLatch next = queue.peek(); next != null && used < max; next = queue.peek()) {
            queue.remove();
            used++;
            next.countDown();
        }
    }

    int used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }
}
