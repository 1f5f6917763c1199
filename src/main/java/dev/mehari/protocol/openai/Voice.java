package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one answer says in words: thinking, text or a refusal, one at a time. The protocol has no marks between them; a
 * block opens with its first words and closes when something else is said.
 *
 * <pre>
 *   SILENT -- words of kind k --> k -- words of kind m --> m ... -- close --> SILENT
 * </pre>
 */
final class Voice {
    enum Kind {
        SILENT,
        THINKING,
        TEXT,
        REFUSED
    }

    private final int choice;
    private final IntSupplier indexes;
    private final Supplier<@Nullable Carrier> seal;
    private Kind kind = Kind.SILENT;
    private int index;
    private boolean refused;

    /** @param seal gives what the provider wants back with the thinking up to then, null for nothing */
    Voice(int choice, IntSupplier indexes, Supplier<@Nullable Carrier> seal) {
        this.choice = choice;
        this.indexes = indexes;
        this.seal = seal;
    }

    void say(Kind what, String words, @Nullable JsonNode logprobs, Consumer<ChatEvent> out) {
        if (words.isEmpty()) {
            return;
        }
        if (what != kind) {
            close(out);
            kind = what;
            index = indexes.getAsInt();
            out.accept(new ChatEvent.Opened(index, choice, block(what)));
        }
        out.accept(new ChatEvent.Delta(index, words, logprobs));
    }

    private Block block(Kind what) {
        return switch (what) {
            case THINKING -> new Block.Thinking();
            case TEXT -> new Block.Text();
            case REFUSED -> {
                refused = true;
                yield new Block.Refused();
            }
            case SILENT -> throw new IllegalStateException("silence has no words");
        };
    }

    void close(Consumer<ChatEvent> out) {
        if (kind == Kind.THINKING) {
            sign(seal.get(), out);
        }
        if (kind != Kind.SILENT) {
            kind = Kind.SILENT;
            out.accept(new ChatEvent.Closed(index));
        }
    }

    /** Nothing more is said for now: a seal that came behind its thinking stands in one without words. */
    void end(Consumer<ChatEvent> out) {
        close(out);
        Carrier late = seal.get();
        if (late != null) {
            index = indexes.getAsInt();
            out.accept(new ChatEvent.Opened(index, choice, new Block.Thinking()));
            sign(late, out);
            out.accept(new ChatEvent.Closed(index));
        }
    }

    private void sign(@Nullable Carrier carrier, Consumer<ChatEvent> out) {
        if (carrier != null) {
            out.accept(new ChatEvent.Signed(index, carrier));
        }
    }

    /** Whether a refusal was said. */
    boolean refused() {
        return refused;
    }
}
