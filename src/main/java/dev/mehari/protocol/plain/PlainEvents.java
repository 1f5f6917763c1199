package dev.mehari.protocol.plain;

import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.StopReason;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of an answer in the language of chats. One answer, one thread.
 *
 * <pre>
 *   nothing open -- text or thinking --> a block of that kind -- the same kind --> more of it
 *                <---- another kind, a call of a tool, the end ----
 * </pre>
 */
final class PlainEvents {
    private final Consumer<ChatEvent> out;
    private final Supplier<String> ids;
    private int blocks;
    private @Nullable Block open;
    private StopReason reason = StopReason.END;
    private boolean called;
    private boolean failed;

    PlainEvents(Supplier<String> ids, Consumer<ChatEvent> out) {
        this.ids = ids;
        this.out = out;
    }

    void start() {
        out.accept(new ChatEvent.Started(null, null));
    }

    void take(Piece piece) {
        switch (piece) {
            case Piece.Text(String text) -> more(new Block.Text(), text);
            case Piece.Thinking(String text) -> more(new Block.Thinking(), text);
            case Piece.Call call -> {
                called = true;
                String id = call.id() == null ? "call_" + ids.get() : call.id();
                close();
                more(new Block.ToolCall(id, call.name(), false, null), call.arguments());
                close();
            }
            case Piece.Used(var usage) -> out.accept(new ChatEvent.Reported(usage));
            case Piece.Finished(StopReason word) -> reason = word;
            case Piece.Failed(int status, String code, String message) -> {
                failed = true;
                out.accept(new ChatEvent.Failed(new ErrorFacts(code, null, message, true, status, null)));
            }
        }
    }

    /** All pieces were taken. */
    void end() {
        if (!failed) {
            close();
            out.accept(new ChatEvent.Stopped(0, reason.with(called), null));
        }
    }

    private void more(Block block, String text) {
        if (open == null || !open.equals(block)) {
            close();
            out.accept(new ChatEvent.Opened(blocks, 0, block));
            open = block;
        }
        if (!text.isEmpty()) {
            out.accept(new ChatEvent.Delta(blocks, text));
        }
    }

    private void close() {
        if (open != null) {
            out.accept(new ChatEvent.Closed(blocks));
            blocks++;
            open = null;
        }
    }
}
