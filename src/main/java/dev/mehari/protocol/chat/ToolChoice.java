package dev.mehari.protocol.chat;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.List;
import java.util.Set;

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

    /** @throws Refusal {@code INVALID_REQUEST} for more names than there can be tools */
    public ToolChoice {
        names = List.copyOf(names);
        if (names.size() > ChatRequest.MOST_TOOLS) {
            throw Fields.wrong(at, "a choice from at most " + ChatRequest.MOST_TOOLS + " tools");
        }
    }

    /**
     * Those that it may choose from.
     *
     * @throws Refusal {@code INVALID_REQUEST} when it is none of them
     */
    public List<Tool> among(List<Tool> all) {
        if (names.isEmpty() || all.isEmpty()) {
            return all;
        }
        Set<String> wanted = Set.copyOf(names);
        List<Tool> some =
                all.stream().filter(tool -> wanted.contains(tool.name())).toList();
        if (some.isEmpty()) {
            throw Refusal.of(ErrorKind.INVALID_REQUEST, "\"" + at + "\" names no tool that is there", at);
        }
        return some;
    }

    /**
     * What comes next to it where a model cannot be forced: it may choose, from all where it was to use one, or else
     * from those that it was to choose from.
     */
    public ToolChoice unforced() {
        return new ToolChoice(Mode.AUTO, mode == Mode.NAMED ? List.of() : names, at);
    }

    /** Whether the model has no other way than to ask for a tool. */
    public boolean forced() {
        return mode == Mode.REQUIRED || mode == Mode.NAMED;
    }
}
