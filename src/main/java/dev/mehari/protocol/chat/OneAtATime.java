package dev.mehari.protocol.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Puts blocks that overlap one behind the other, for protocols in which one block is open at a time.
 *
 * <pre>
 *             Opened                     Closed, none waits
 *    idle ------------> open(i) -----------------------------> idle
 *                        |  ^
 *        Opened(j):      |  | Closed(i): j begins, with all that it said so far
 *        j waits         +--+
 * </pre>
 *
 * The open block is passed on at once; what waits is held until the one before it closes, and nothing is lost. A stream
 * ends with all blocks closed, so nothing is left waiting. One answer, one thread.
 */
public final class OneAtATime implements Consumer<ChatEvent> {
    private final Consumer<ChatEvent> next;
    private final SequencedMap<Integer, List<ChatEvent>> waiting = new LinkedHashMap<>();
    private int open = -1;

    public OneAtATime(Consumer<ChatEvent> next) {
        this.next = next;
    }

    @Override
    public void accept(ChatEvent event) {
        switch (event) {
            case ChatEvent.Opened opened -> {
                if (open < 0) {
                    open = opened.index();
                    next.accept(event);
                } else {
                    waiting.put(opened.index(), new ArrayList<>(List.of(event)));
                }
            }
            case ChatEvent.Delta delta -> inside(delta.index(), event);
            case ChatEvent.Signed signed -> inside(signed.index(), event);
            case ChatEvent.Closed closed -> {
                inside(closed.index(), event);
                if (closed.index() == open) {
                    open = -1;
                    release();
                }
            }
            case ChatEvent.Started e -> next.accept(e);
            case ChatEvent.Reported e -> next.accept(e);
            case ChatEvent.Stopped e -> next.accept(e);
            case ChatEvent.Failed e -> next.accept(e);
            case ChatEvent.Ping e -> next.accept(e);
            case ChatEvent.Unknown e -> next.accept(e);
        }
    }

    private void inside(int index, ChatEvent event) {
        List<ChatEvent> held = waiting.get(index);
        if (held != null) {
            held.add(event);
        } else if (index == open) {
            next.accept(event);
        } else {
            throw new IllegalStateException("block " + index + " is not open");
        }
    }

    private void release() {
        while (open < 0 && !waiting.isEmpty()) {
            var first = waiting.pollFirstEntry();
            first.getValue().forEach(next);
            if (!(first.getValue().getLast() instanceof ChatEvent.Closed)) {
                open = first.getKey();
            }
        }
    }
}
