package dev.mehari.protocol.chat;

import java.util.List;

/**
 * Whether the model has to ask for a tool.
 *
 * @param names the tools it may choose from; empty for all
 * @param at its path in the caller's request
 */
public record ToolChoice(Mode mode, List<String> names, String at) {
    public enum Mode {
        AUTO,
        NONE,
        /** Any tool, but one. */
        REQUIRED,
        /** The one in {@code names}. */
        NAMED
    }

    public ToolChoice {
        names = List.copyOf(names);
    }

    /** Whether the model has no other way than to ask for a tool. */
    public boolean forced() {
        return mode == Mode.REQUIRED || mode == Mode.NAMED;
    }
}
