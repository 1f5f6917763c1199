package dev.mehari.live;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which upstreams have something, told to those who watch when it changes. Any thread. */
final class Watched {
    private final List<UpstreamWatch> watches = new CopyOnWriteArrayList<>();
    private final Set<String> shown = new HashSet<>();
    private final Supplier<Stream<String>> upstreams;

    /** @param upstreams those that have something now, each as often as it likes */
    Watched(Supplier<Stream<String>> upstreams) {
        this.upstreams = upstreams;
    }

    /** Hears of changes from the next one on. */
    void by(UpstreamWatch watch) {
        watches.add(watch);
    }

    /** Something may have come or gone. */
    void tell() {
        synchronized (shown) {
            Set<String> now = upstreams.get().collect(Collectors.toCollection(HashSet::new));
            for (UpstreamWatch watch : watches) {
                now.stream().filter(name -> !shown.contains(name)).forEach(watch::appeared);
                shown.stream().filter(name -> !now.contains(name)).forEach(watch::vanished);
            }
            shown.clear();
            shown.addAll(now);
        }
    }
}
