package dev.mehari.protocol.responses;

import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import org.jspecify.annotations.Nullable;

/**
 * Where the items of a stream stand. One is open at a time, and none begins before it says something.
 *
 * <pre>
 *            Opened             Delta, Signed            Closed           Opened, end, failure
 *    IDLE -------------> SILENT -----------> SPEAKING ----------> HELD -----------------------> IDLE
 *     | \                  |  Closed                ^
 *     |  \                 +--------> IDLE          |
 *     |   +-- Opened(tool) -------------------------+
 *     +-- Opened(whole) --> IDLE
 * </pre>
 *
 * HELD: the end of the last item waits until it is known whether the answer was cut, for then the item is incomplete; and
 * because other vendors sign a call of a tool where here the thinking before it is sealed.
 */
sealed interface State {
    record Idle() implements State {}

    /** @param owed a signature of a text, which follows it as thinking of its own; null for none */
    record Silent(Block block, @Nullable Carrier owed) implements State {}

    record Speaking(OutputItem item, @Nullable Carrier owed) implements State {}

    record Held(OutputItem item) implements State {}
}
