package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on the shared rig. No vendor refuses what it is sent. */
abstract class OnRig {
    /**
     * A caller at an upstream of another protocol.
     *
     * @param stream whether a stream is asked for
     */
    record Pair(Caller caller, Vendor vendor, boolean stream) {
        @Override
        public String toString() {
            return caller + " at " + vendor + (stream ? ", streamed" : ", whole");
        }
    }

    final Rig rig = Rig.shared();
    private int refusedBefore;

    /** Every caller at every upstream whose protocol is not its own, streamed. */
    static Stream<Pair> streams() {
        List<Pair> pairs = new ArrayList<>();
        for (Caller caller : Caller.values()) {
            for (Vendor vendor : Vendor.PROTOCOLS) {
                if (!vendor.speaks(caller)) {
                    pairs.add(new Pair(caller, vendor, true));
                }
            }
        }
        return pairs.stream();
    }

    /** The same, whole and streamed. */
    static Stream<Pair> pairs() {
        return streams()
                .flatMap(pair -> pair.caller() == Caller.GEMINI_ARRAY
                        ? Stream.of(pair)
                        : Stream.of(new Pair(pair.caller(), pair.vendor(), false), pair));
    }

    @BeforeEach
    void reset() {
        rig.reset();
        refusedBefore = rig.refused().size();
    }

    @AfterEach
    void noneWasRefused() {
        assertThat(rig.refused().subList(refusedBefore, rig.refused().size())).isEmpty();
    }
}
