package dev.mehari.call;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Why a call goes where it goes: one note for each thing that was decided, in the order in which it was. Written by the
 * thread of its call only. It names models, rules, headers' names and states; no note holds a header's value, a text of the
 * request or a secret.
 */
public final class Decision {
    /** A call that decides more than this says so once; a route with a loop must not fill the memory. */
    private static final int MOST = 200;

    /** What was decided. */
    public enum Kind {
        /** The name the caller used, or was given, and the alias that it is. */
        ALIAS,
        /** A rule that held, and what it changed. */
        RULE_APPLIED,
        /** A rule that did not hold, and the condition at which it ended. */
        RULE_PASSED_OVER,
        /** A target that is not in the plan, or was passed over when its turn came. */
        TARGET_LEFT_OUT,
        /** The strategy, and what it made of the targets. */
        STRATEGY,
        /** Targets that the caller named for when others fail. */
        FALLBACKS,
        /** A failure sent the call to a target that was not next in its plan. */
        FAILOVER,
        /** A route changed the plan. */
        ROUTE,
        /** Another target was asked too, because the one before was slow. */
        HEDGE,
        /** A copy of the call goes to another target too. */
        MIRROR,
        /** There are more notes than are kept. */
        CUT_OFF;

        /** The word for it in rows and in JSON. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param subject the alias, rule, target or strategy that it is about
     * @param why one line without a full stop
     */
    public record Note(Kind kind, String subject, String why) {}

    private final List<Note> notes = new ArrayList<>(4);
    private List<String> tags = List.of();

    public void note(Kind kind, String subject, String why) {
        if (notes.size() < MOST) {
            notes.add(new Note(kind, subject, why));
        } else if (notes.size() == MOST) {
            notes.add(new Note(Kind.CUT_OFF, "decision", "more than " + MOST + " notes"));
        }
    }

    /** All notes so far; a view. */
    public List<Note> notes() {
        return Collections.unmodifiableList(notes);
    }

    /** Adds a tag; one that is there already changes nothing. */
    public void tag(String tag) {
        if (tags.isEmpty()) {
            tags = new ArrayList<>(2);
        }
        if (!tags.contains(tag)) {
            tags.add(tag);
        }
    }

    /** What rules and routes said about the call; a view. */
    List<String> tags() {
        return Collections.unmodifiableList(tags);
    }
}
