package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A request as it is sent, and what has to be undone in its answer.
 *
 * @param names the caller's names of tools by those that were sent in their place, see {@link ToolNames}
 * @param texts sent names of tools that take free text and were sent as functions with one argument {@code input}
 */
public record Written(ObjectNode body, Map<String, String> names, Set<String> texts) {
    public Written {
        names = Map.copyOf(names);
        texts = Set.copyOf(texts);
    }
}
