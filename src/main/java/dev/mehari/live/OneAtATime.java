package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Never two changes at once, and none while the gateway stops. Any thread. */
final class OneAtATime {
    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock one = new ReentrantLock();
    private final BooleanSupplier leaving;

    /** @param leaving whether the gateway stops */
    OneAtATime(BooleanSupplier leaving) {
        this.leaving = leaving;
    }

    /**
     * Makes a change when it is its turn.
     *
     * @throws Refusal {@code CONFLICT} when another one takes very long, {@code NOT_READY} when the gateway stops
     */
    <T> T inTurn(Supplier<T> change) {
        if (leaving.getAsBoolean()) {
            throw stopping();
        }
        boolean mine = false;
        try {
            mine = one.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!mine) {
                throw new Refusal(ErrorKind.CONFLICT, "another change is under way; try again in a moment");
            }
            return change.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        } finally {
            if (mine) {
                one.unlock();
            }
        }
    }

    /** Makes a change now, or not at all. */
    void nowOrNever(Runnable change) {
        if (leaving.getAsBoolean() || !one.tryLock()) {
            return;
        }
        try {
            change.run();
        } finally {
            one.unlock();
        }
    }

    private static Refusal stopping() {
        return new Refusal(ErrorKind.NOT_READY, "the gateway is stopping");
    }
}
