package dev.mehari.it.chaos;

import dev.mehari.it.failover.score.ErrorShape;
import dev.mehari.it.failover.score.Seen;
import dev.mehari.it.faults.Caller;
import dev.mehari.it.faults.Heard;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the crowd got. Every call is an answer, an honest error, or wrong. */
final class Tally {
    private static final int KEPT = 10;

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong brokenOff = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final Map<Integer, AtomicLong> errors = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<String> reasons = new ConcurrentLinkedQueue<>();

    void add(String label, Caller caller, Seen seen) {
        calls.incrementAndGet();
        Heard answer = seen.answer();
        Heard beginning = seen.beginning();
        String upstream = Objects.requireNonNullElse(seen.headers().first("x-mehari-upstream"), "nobody");
        String text = Upstreams.text(label, upstream);
        if (answer != null && answer.text.toString().equals(text)) {
            answers.incrementAndGet();
        } else if (beginning != null && text.startsWith(beginning.text.toString())) {
            brokenOff.incrementAndGet();
        } else if (ErrorShape.fits(seen, caller) && ofOthers(seen)) {
            errors.computeIfAbsent(seen.status(), status -> new AtomicLong()).incrementAndGet();
        } else {
            wrong(label + ", " + caller + ": " + seen);
        }
    }

    /** No caller here does anything wrong. */
    private static boolean ofOthers(Seen seen) {
        return List.of("upstream", "gateway")
                .contains(Objects.requireNonNullElse(seen.headers().first("x-mehari-error-origin"), ""));
    }

    void wrong(String why) {
        wrong.incrementAndGet();
        if (reasons.size() < KEPT) {
            reasons.add(why.substring(0, Math.min(2000, why.length())));
        }
    }

    long calls() {
        return calls.get();
    }

    long answers() {
        return answers.get();
    }

    /** Streams that ended with an error behind their first words. */
    long brokenOff() {
        return brokenOff.get();
    }

    /** By status. */
    Map<Integer, AtomicLong> errors() {
        return errors;
    }

    long allErrors() {
        return errors.values().stream().mapToLong(AtomicLong::get).sum();
    }

    long wrong() {
        return wrong.get();
    }

    /** The first few. */
    List<String> reasons() {
        return List.copyOf(reasons);
    }
}
