package dev.mehari.protocol.legal;

import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client has understood of an answer, however it was cut into pieces.
 *
 * @param choices by their number; as far as they came when it failed
 * @param usage null when the answer has none
 * @param failed whether the answer ends with an error
 */
public record Heard(Map<Integer, Choice> choices, @Nullable Usage usage, boolean failed) {
    /** A call of a tool; arguments as JSON that can be compared, or as they came when they are none. */
    public record Call(String id, String name, String arguments) {}

    /**
     * One answer.
     *
     * @param seals what providers want back with their thinking
     * @param others images, and what only one protocol has words for
     * @param stop in the protocol's own word, empty when it never stopped
     */
    public record Choice(
            String thinking,
            String text,
            String refusal,
            List<Call> calls,
            List<String> seals,
            List<String> others,
            String stop) {}

    public Heard {
        choices = new TreeMap<>(choices);
    }

    /** The first choice, or the only one. */
    public Choice first() {
        Choice first = choices.get(0);
        if (first == null) {
            throw new AssertionError("no first choice in " + this);
        }
        return first;
    }

    static String comparable(String arguments) {
        var tree = Tree.parse(arguments);
        return tree == null ? arguments : Tree.text(tree);
    }
}
