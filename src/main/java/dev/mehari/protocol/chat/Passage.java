package dev.mehari.protocol.chat;

import org.jspecify.annotations.Nullable;

/**
 * Something that a model says, as a content filter is shown it: a sentence or a line of text, or a whole call of a tool.
 * The getters are what YAML routes read ({@code ${body.text}}). One thread.
 */
public final class Passage {
    private final Block block;
    private String text;
    private boolean changed;
    private @Nullable String ending;

    Passage(Block block, String text) {
        this.block = block;
        this.text = text;
    }

    /** {@code text}, {@code thinking}, {@code refusal} or {@code tool-call}. */
    public String getKind() {
        return switch (block) {
            case Block.Text said -> "text";
            case Block.Thinking thinking -> "thinking";
            case Block.Refused refused -> "refusal";
            case Block.ToolCall call -> "tool-call";
            case Block.Image image -> throw new IllegalStateException("an image is no passage");
            case Block.Foreign foreign -> throw new IllegalStateException("what only one protocol knows is no passage");
        };
    }

    /** Name of the tool that is called, null when none is. */
    public @Nullable String getTool() {
        return block instanceof Block.ToolCall call ? call.name() : null;
    }

    /** What is said; of a call of a tool its arguments, JSON unless the tool takes free text. Not empty. */
    public String getText() {
        return text;
    }

    /** Puts another text in its place; an empty one leaves it out. Not called "text": a route that reads the text would call it. */
    public void say(String other) {
        changed |= !other.equals(text);
        text = other;
    }

    /**
     * Ends the answer here: neither this passage nor anything behind it reaches the caller.
     *
     * @param why told to the caller as the reason for which the provider would not say more
     */
    public void end(String why) {
        ending = why;
    }

    boolean changed() {
        return changed;
    }

    /** Why the answer ends here, null when it does not. */
    @Nullable
    String ending() {
        return ending;
    }
}
