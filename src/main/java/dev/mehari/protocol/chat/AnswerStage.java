package dev.mehari.protocol.chat;

import java.util.function.Consumer;

/**
 * Looks at an answer on its way to the caller, and lets it through, changes it or ends it. A whole answer comes as the
 * same events as a stream. What it hands out has the order of {@link ChatEvent} too. One answer, one thread.
 */
public interface AnswerStage {
    /**
     * The next event of the answer.
     *
     * @param out takes what is to go on, none or many
     * @throws dev.mehari.call.Refusal when nothing more of the answer may reach the caller; it is told that, in the words
     *     of its protocol
     */
    void take(ChatEvent event, Consumer<ChatEvent> out);

    /**
     * Whether it has ended the answer: what it handed out is complete, and the upstream need not go on. It is handed
     * nothing more then; what comes of usage goes on past it.
     */
    default boolean over() {
        return false;
    }
}
