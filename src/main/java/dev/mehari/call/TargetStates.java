package dev.mehari.call;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is known of targets from the calls so far: what strategies choose by. Any thread. */
public interface TargetStates {
    /** Nothing is known of any. */
    TargetStates NONE = new TargetStates() {
        @Override
        public @Nullable String leftAlone(Target target) {
            return null;
        }

        @Override
        public int inFlight(Target target) {
            return 0;
        }

        @Override
        public OptionalDouble latencyMillis(Target target) {
            return OptionalDouble.empty();
        }
    };

    /** Why no call is sent to it now, on one line: cooling down, disabled; null when calls are. */
    @Nullable
    String leftAlone(Target target);

    /** Attempts at it that have not ended. */
    int inFlight(Target target);

    /** Decayed average of the milliseconds until its first event, or its whole reply; empty while none is known. */
    OptionalDouble latencyMillis(Target target);
}
