package dev.mehari.it.pairs;

import java.util.List;

/**
 * What an SDK made of an answer.
 *
 * @param stop why it ended, in the SDK's word
 * @param input tokens as the SDK counts them
 * @param output tokens, thinking among them
 * @param events that the SDK handed out, 1 for a whole answer
 */
record Heard(String text, String thinking, List<Asked> calls, String stop, long input, long output, int events) {
    /**
     * A tool that the model wants to be run.
     *
     * @param arguments JSON
     */
    record Asked(String id, String name, String arguments) {}

    List<String> arguments() {
        return calls.stream().map(Asked::arguments).toList();
    }
}
