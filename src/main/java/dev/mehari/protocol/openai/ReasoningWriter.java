package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Reasoning;
import org.jspecify.annotations.Nullable;

/** Writes how much the model shall think, in words, and with a switch where the vendor has one. */
final class ReasoningWriter {
    private final Given<Reasoning> asked;
    private final ObjectNode body;
    private final Aim aim;
    private final Losses losses;

    private ReasoningWriter(Given<Reasoning> asked, ObjectNode body, Aim aim, Losses losses) {
        this.asked = asked;
        this.body = body;
        this.aim = aim;
        this.losses = losses;
    }

    /** @param thought whether the history holds thinking that is sent back */
    static void write(@Nullable Given<Reasoning> asked, boolean thought, ObjectNode body, Aim aim, Losses losses) {
        if (asked != null) {
            new ReasoningWriter(asked, body, aim, losses).write(thought);
        }
    }

    private void write(boolean thought) {
        Effort effort = asked.value().effort();
        boolean switched = toggle(effort != Effort.NONE, thought);
        if (aim.has(Quirk.REASONING_OBJECT)) {
            object(effort);
        } else if (effort != null && !(switched && effort == Effort.NONE)) {
            word(effort, switched);
        } else if (effort == Effort.NONE && aim.capabilities().thinking().contains("always")) {
            approximated();
        } else if (effort == null && !switched && !thinks()) {
            losses.dropped(asked.at());
        }
    }

    private boolean thinks() {
        return !aim.capabilities().effort().isEmpty()
                || !aim.capabilities().thinking().isEmpty();
    }

    /** Sets the vendor's switch; false when there is none. */
    private boolean toggle(boolean on, boolean thought) {
        if (aim.has(Quirk.THINKING_SWITCH)) {
            ObjectNode thinking = body.withObjectProperty("thinking").put("type", on ? "enabled" : "disabled");
            if (on && thought && aim.has(Quirk.CLEAR_THINKING) && !thinking.has("clear_thinking")) {
                thinking.put("clear_thinking", false);
            }
            return true;
        }
        if (aim.has(Quirk.TEMPLATE_THINKING)) {
            body.withObjectProperty("chat_template_kwargs").put("enable_thinking", on);
            return true;
        }
        return false;
    }

    private void object(@Nullable Effort effort) {
        ObjectNode reasoning = body.putObject("reasoning");
        switch (asked.value()) {
            case Reasoning.Budget(int tokens, boolean shown) -> reasoning.put("max_tokens", tokens);
            case Reasoning.Adaptive(boolean shown) -> reasoning.put("enabled", true);
            case Reasoning.Word(Effort word, boolean shown) -> reasoning.put("effort", word.id());
        }
        if (effort != Effort.NONE && !asked.value().shown()) {
            reasoning.put("exclude", true);
        }
    }

    /** The word, or the nearest that the model has. */
    private void word(Effort effort, boolean switched) {
        Effort nearest = Effort.nearest(effort, aim.capabilities().effort());
        if (nearest == null) {
            if (switched) {
                approximated();
            } else if (effort != Effort.NONE || !aim.capabilities().thinking().isEmpty()) {
                losses.dropped(asked.at());
            }
            return;
        }
        body.put("reasoning_effort", nearest.id());
        if (nearest != effort || asked.value() instanceof Reasoning.Budget) {
            approximated();
        }
    }

    private void approximated() {
        losses.add(asked.at(), Loss.Action.APPROXIMATED);
    }
}
