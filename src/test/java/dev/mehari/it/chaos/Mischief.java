package dev.mehari.it.chaos;

import dev.mehari.fake.Answer;
import java.time.Duration;
import java.util.SplittableRandom;

/** What an upstream does when it is asked. */
enum Mischief {
    GOOD(60),
    SLOW(4),
    ERROR(4),
    OVERLOADED(4),
    LIMITED(4),
    SILENT(3),
    SAYS_NOTHING(2),
    RESET(3),
    HANGS_UP(3),
    TRUNCATED(4),
    FAILS_INSIDE(4),
    PAGE(2),
    GARBLED(2),
    EMPTY(1);

    /** Where a stream of any vendor has said something, and has not said all. */
    private static final int MIDDLE = 8;

    private static final int ALL = 100;

    /** Of a hundred times. */
    private final int share;

    Mischief(int share) {
        this.share = share;
    }

    /** The same for the same seed, call and upstream at the same try, in whatever order they come. */
    static Mischief of(long seed, String label, String upstream, int tries) {
        int thrown = new SplittableRandom(seed * 31 + (label + '@' + upstream + '#' + tries).hashCode()).nextInt(ALL);
        for (Mischief one : values()) {
            thrown -= one.share;
            if (thrown < 0) {
                return one;
            }
        }
        throw new IllegalStateException("shares of less than " + ALL);
    }

    Answer answer(String text, boolean stream) {
        Answer good = Answer.text(text);
        return switch (this) {
            case GOOD -> good;
            case SLOW -> good.drip(Duration.ofMillis(40));
            case ERROR -> Answer.error(500);
            case OVERLOADED -> Answer.error(503);
            case LIMITED -> Answer.error(429).retryAfter(Duration.ofSeconds(1));
            case SILENT -> Answer.silence();
            case SAYS_NOTHING -> good.headersOnly();
            case RESET -> Answer.reset();
            case HANGS_UP -> Answer.hangUp();
            case TRUNCATED -> stream ? good.cutAfter(MIDDLE) : good.truncated();
            case FAILS_INSIDE -> good.errorAfter(MIDDLE, 503, null, "busy");
            case PAGE -> Answer.html(200);
            case GARBLED -> stream ? good.garbledAt(MIDDLE) : Answer.json(200, "{\"id\": oops");
            case EMPTY -> stream ? Answer.emptyStream() : Answer.empty();
        };
    }
}
