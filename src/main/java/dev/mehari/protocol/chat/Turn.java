package dev.mehari.protocol.chat;

import java.util.List;

/**
 * What one side said at a time.
 *
 * @param parts in order; may be empty
 * @param at its path in the caller's request
 */
public record Turn(Role role, List<Content> parts, String at) {
    public Turn {
        parts = List.copyOf(parts);
    }

    public Turn with(List<Content> other) {
        return new Turn(role, other, at);
    }
}
