package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Shows what a model says to somebody who may change it or end the answer. Texts are shown sentence by sentence, and are
 * held back until they are complete; calls of tools are shown, and held back, as a whole. Images, and what only one protocol
 * has words for, pass unseen. What its provider has signed loses its signature when it is changed.
 *
 * <pre>
 *             passages              end
 *   PASSING ----------> PASSING ---------> OVER: open blocks are closed, each choice stops as filtered
 * </pre>
 */
public final class ContentFilter implements AnswerStage {
    /** A block as it came; {@code out} is its index behind the filter, -1 while it has said nothing there. */
    private static final class Held {
        final int choice;
        final Block block;
        final Sentences text = new Sentences();
        final ArrayNode logprobs = Tree.array();
        boolean changed;
        int out = -1;

        Held(int choice, Block block) {
            this.choice = choice;
            this.block = block;
        }
    }

    private final Consumer<Passage> look;
    private final Losses losses;
    private final Map<Integer, Held> open = new TreeMap<>();
    private final Set<Integer> choices = new TreeSet<>(Set.of(0));
    private Consumer<ChatEvent> out = event -> {};
    private int next;
    private boolean over;

    /**
     * @param look sees each passage once, in their order; what it throws goes on to whoever hands out the events
     * @param losses what a change cost beside
     */
    public ContentFilter(Consumer<Passage> look, Losses losses) {
        this.look = look;
        this.losses = losses;
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public void take(ChatEvent event, Consumer<ChatEvent> to) {
        out = to;
        switch (event) {
            case ChatEvent.Opened opened -> opened(opened);
            case ChatEvent.Delta delta -> delta(held(delta.index()), delta);
            case ChatEvent.Signed signed -> signed(held(signed.index()), signed.carrier());
            case ChatEvent.Closed closed -> closed(held(closed.index()), closed.index());
            case ChatEvent.Stopped stopped -> {
                choices.remove(stopped.choice());
                to.accept(stopped);
            }
            case ChatEvent.Started e -> to.accept(e);
            case ChatEvent.Reported e -> to.accept(e);
            case ChatEvent.Failed e -> to.accept(e);
            case ChatEvent.Ping e -> to.accept(e);
            case ChatEvent.Unknown e -> to.accept(e);
        }
    }

    private Held held(int index) {
        Held held = open.get(index);
        if (held == null) {
            throw new IllegalStateException("block " + index + " is not open");
        }
        return held;
    }

    private void opened(ChatEvent.Opened opened) {
        Held held = new Held(opened.choice(), opened.block());
        choices.add(opened.choice());
        open.put(opened.index(), held);
        if (held.block instanceof Block.Image || held.block instanceof Block.Foreign) {
            begin(held, held.block);
        }
    }

    private void delta(Held held, ChatEvent.Delta delta) {
        held.text.add(delta.text());
        if (delta.logprobs() instanceof ArrayNode more) {
            held.logprobs.addAll(more);
        }
        if (!(held.block instanceof Block.ToolCall)) {
            for (String text = held.text.next(); text != null && !over; text = held.text.next()) {
                say(held, text);
            }
        }
    }

    private void say(Held held, String text) {
        Passage shown = text.isEmpty() ? null : shown(held, text);
        if (shown == null || over || shown.getText().isEmpty()) {
            return;
        }
        begin(held, held.block);
        ArrayNode logprobs = held.logprobs.isEmpty() || shown.changed() ? null : held.logprobs.deepCopy();
        held.logprobs.removeAll();
        out.accept(new ChatEvent.Delta(held.out, shown.getText(), logprobs));
    }

    private Passage shown(Held held, String text) {
        Passage passage = new Passage(held.block, text);
        look.accept(passage);
        held.changed |= passage.changed();
        String why = passage.ending();
        if (why != null) {
            end(why);
        }
        return passage;
    }

    private void begin(Held held, Block block) {
        if (held.out < 0) {
            held.out = next++;
            out.accept(new ChatEvent.Opened(held.out, held.choice, block));
        }
    }

    private void signed(Held held, Carrier carrier) {
        say(held, held.text.rest());
        if (over) {
            return;
        }
        if (held.changed) {
            losses.dropped("answer.signature");
        } else {
            begin(held, held.block);
            out.accept(new ChatEvent.Signed(held.out, carrier));
        }
    }

    private void closed(Held held, int index) {
        if (held.block instanceof Block.ToolCall call) {
            called(held, call);
        } else {
            say(held, held.text.rest());
        }
        if (!over && held.out >= 0) {
            out.accept(new ChatEvent.Closed(held.out));
        }
        open.remove(index);
    }

    private void called(Held held, Block.ToolCall call) {
        String arguments = held.text.rest();
        Passage shown = shown(held, arguments);
        if (over) {
            return;
        }
        begin(held, held.changed ? unsigned(call) : call);
        if (!shown.getText().isEmpty()) {
            out.accept(new ChatEvent.Delta(held.out, shown.getText()));
        }
    }

    private Block.ToolCall unsigned(Block.ToolCall call) {
        if (call.carrier() != null) {
            losses.dropped("answer.signature");
        }
        return new Block.ToolCall(call.id(), call.name(), call.custom(), null);
    }

    private void end(String why) {
        over = true;
        for (Held held : open.values()) {
            if (held.out >= 0) {
                out.accept(new ChatEvent.Closed(held.out));
            }
        }
        for (int choice : choices) {
            out.accept(new ChatEvent.Stopped(choice, StopReason.FILTERED, null, null, why));
        }
    }
}
