package dev.mehari.protocol.chat;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Passes on the first of several answers, for protocols whose answer is one: the one that says something first, whatever
 * its number. One answer, one thread.
 */
public final class FirstChoice implements Consumer<ChatEvent> {
    private final Consumer<ChatEvent> next;
    private final Losses losses;
    private final Set<Integer> others = new HashSet<>();
    private int first = -1;

    public FirstChoice(Losses losses, Consumer<ChatEvent> next) {
        this.losses = losses;
        this.next = next;
    }

    @Override
    public void accept(ChatEvent event) {
        if (event instanceof ChatEvent.Opened opened && !first(opened.choice())) {
            others.add(opened.index());
        }
        boolean other = switch (event) {
            case ChatEvent.Opened opened -> others.contains(opened.index());
            case ChatEvent.Delta delta -> others.contains(delta.index());
            case ChatEvent.Signed signed -> others.contains(signed.index());
            case ChatEvent.Closed closed -> others.contains(closed.index());
            case ChatEvent.Stopped stopped -> !first(stopped.choice());
            case ChatEvent.Started e -> false;
            case ChatEvent.Reported e -> false;
            case ChatEvent.Failed e -> false;
            case ChatEvent.Ping e -> false;
            case ChatEvent.Unknown e -> false;
        };
        if (!other) {
            next.accept(event);
        } else if (event instanceof ChatEvent.Stopped stopped) {
            losses.dropped("answer.choices[" + stopped.choice() + "]");
        }
    }

    private boolean first(int choice) {
        if (first < 0) {
            first = choice;
        }
        return choice == first;
    }
}
