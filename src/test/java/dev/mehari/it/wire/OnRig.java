package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on the shared rig. Whatever it does to a call, it leaves no connection, attempt or call behind. */
abstract class OnRig {
    final Rig rig = Rig.shared();
    private long refusedBefore;

    @BeforeEach
    void reset() {
        rig.reset();
        refusedBefore = refused();
    }

    @AfterEach
    void leavesNothingBehind() {
        assertThat(refused() - refusedBefore)
                .as(() -> "requests that a fake refused: "
                        + rig.fakes.stream().map(fake -> fake.refusals()).toList())
                .isEqualTo(expectedRefusals());
        rig.assertIdle();
    }

    /** Requests that a test sends on purpose although no vendor would take them. */
    long expectedRefusals() {
        return 0;
    }

    private long refused() {
        return rig.fakes.stream().mapToLong(fake -> fake.refusals().size()).sum();
    }
}
