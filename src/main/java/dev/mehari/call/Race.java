package dev.mehari.call;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Forks of a call of which one may answer it: the first that asks. Any thread. */
public final class Race {
    private final AtomicReference<@Nullable Call> first = new AtomicReference<>();

    boolean claim(Call fork) {
        return first.compareAndSet(null, fork) || fork.equals(first.get());
    }
}
