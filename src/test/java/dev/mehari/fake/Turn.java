package dev.mehari.fake;

import dev.mehari.call.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fake model says in one turn.
 *
 * @param pieces the text as it is streamed; joined when it is not
 * @param finish the vendor's word for the end, or null for the natural one
 */
record Turn(
        String reasoning,
        List<String> pieces,
        List<ToolCall> calls,
        @Nullable String finish,
        Usage usage,
        UsageAt usageAt) {
    static final Usage USAGE = new Usage(11, 0, 0, 0, 7, 0);

    Turn {
        pieces = List.copyOf(pieces);
        calls = List.copyOf(calls);
    }

    static Turn saying(String text) {
        return new Turn("", words(text), List.of(), null, USAGE, UsageAt.VENDOR);
    }

    static Turn calling(List<ToolCall> calls) {
        return new Turn("", List.of(), calls, null, USAGE, UsageAt.VENDOR);
    }

    String text() {
        return String.join("", pieces);
    }

    Turn reasoning(String to) {
        return new Turn(to, pieces, calls, finish, usage, usageAt);
    }

    Turn pieces(List<String> to) {
        return new Turn(reasoning, to, calls, finish, usage, usageAt);
    }

    Turn calls(List<ToolCall> to) {
        return new Turn(reasoning, pieces, to, finish, usage, usageAt);
    }

    Turn finish(@Nullable String to) {
        return new Turn(reasoning, pieces, calls, to, usage, usageAt);
    }

    Turn usage(Usage to) {
        return new Turn(reasoning, pieces, calls, finish, to, usageAt);
    }

    Turn usageAt(UsageAt to) {
        return new Turn(reasoning, pieces, calls, finish, usage, to);
    }

    /** Words with the space before them, as tokens come. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == ' ') {
                words.add(text.substring(start, i));
                start = i;
            }
        }
        if (!text.isEmpty()) {
            words.add(text.substring(start));
        }
        return words;
    }
}
