package dev.mehari.protocol.anthropic;

import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream stands. One block is open at a time, and none begins before it says something.
 *
 * <pre>
 *          Started           Opened             Delta, Signed            Closed
 *    NEW ----------> IDLE --------------> SILENT -----------> SPEAKING -----------> IDLE
 *                     | \ Opened(tool) -------------------------^  |
 *                     |  \ Opened(whole) --> WHOLE --> IDLE        | Closed, of thinking that nobody signed
 *                     | end                                        v
 *                     +--------> OVER                             HELD: its stop waits for the next block, which may
 *                                                                 bring the signature; then as IDLE
 * </pre>
 *
 * Other vendors sign a text or a call of a tool; here thinking is signed. The signature goes to the thinking right before,
 * or else into a block of thinking of its own, empty but for it.
 */
sealed interface State {
    record New() implements State {}

    record Idle() implements State {}

    record Held() implements State {}

    record Silent(Block block, boolean held) implements State {}

    /** @param owed a signature that came too late for this block, null for none */
    record Speaking(Block block, boolean signed, @Nullable Carrier owed) implements State {}

    record Whole(boolean held) implements State {}

    record Over() implements State {}
}
