package dev.mehari.it.failover.score;

import dev.mehari.fake.FakeProvider;
import dev.mehari.it.faults.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way to call, with upstreams of its own: U1, which speaks the caller's protocol and is the one that fails, and U2.
 * Lanes share nothing, so that all of them can be driven at once.
 */
final class Lane implements AutoCloseable {
    final Caller caller;
    final boolean stream;
    final Side first;
    final Side second;
    final FakeProvider u1;
    final FakeProvider u2;

    private Lane(Caller caller, boolean stream, Side second) {
        this.caller = caller;
        this.stream = stream;
        this.first = Side.of(caller);
        this.second = second;
        this.u1 = first.start();
        this.u2 = second.start();
    }

    /** Every protocol, whole and streamed, Gemini's streams as events and as an array. */
    static List<Lane> all(boolean changesProtocol) {
        List<Lane> lanes = new ArrayList<>();
        for (Caller caller : Caller.values()) {
            Side side = Side.of(caller);
            Side second = changesProtocol ? side.other() : side;
            if (caller != Caller.GEMINI_ARRAY) {
                lanes.add(new Lane(caller, false, second));
            }
            lanes.add(new Lane(caller, true, second));
        }
        return lanes;
    }

    String name() {
        return (caller + (stream ? "-stream-" : "-whole-") + second)
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    /** The alias of U1 and then U2. */
    String two() {
        return "two-" + name();
    }

    /** The alias of U1 alone. */
    String one() {
        return "one-" + name();
    }

    /** The alias of U1 and then U2, and of a stream that has to begin with some speed. */
    String brisk() {
        return "brisk-" + name();
    }

    /** The alias of U1, and of U2 for what is too long for U1. */
    String longer() {
        return "longer-" + name();
    }

    /** The alias of U1 and then U2, whatever the reason. */
    String reckless() {
        return "reckless-" + name();
    }

    @Override
    public String toString() {
        return caller + (stream ? ", streamed" : ", whole") + (first == second ? "" : ", U2 speaks " + second.protocol);
    }

    @Override
    public void close() {
        u1.close();
        u2.close();
    }
}
