package dev.mehari.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A clockwork that runs what repeats only when a test says so. */
final class Clockwork extends ScheduledThreadPoolExecutor {
    private final List<Runnable> repeated = new ArrayList<>();

    Clockwork() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        repeated.add(command);
        return schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    void tick() {
        repeated.forEach(Runnable::run);
    }
}
