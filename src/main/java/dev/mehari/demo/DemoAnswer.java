package dev.mehari.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What the demo model says.
 *
 * @param words in order, each but the last with its space
 * @param promptTokens words of the prompt: a demo counts words
 */
record DemoAnswer(List<String> words, int promptTokens) {
    private static final int LONGEST_ECHO = 400;

    static DemoAnswer to(String prompt) {
        String said = prompt.strip();
        String echo = said.length() > LONGEST_ECHO ? said.substring(0, LONGEST_ECHO) + "…" : said;
        String text =
                "Hello from Mehari! I am the built-in demo model: your call took the whole way through the gateway"
                        + " and came back as a stream of words. "
                        + (echo.isEmpty() ? "You said nothing." : "You said: " + echo);
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int space; (space = text.indexOf(' ', from)) >= 0; from = space + 1) {
            words.add(text.substring(from, space + 1));
        }
        words.add(text.substring(from));
        return new DemoAnswer(List.copyOf(words), said.isEmpty() ? 0 : said.split("\\s+").length);
    }

    String text() {
        return String.join("", words);
    }

    int tokens() {
        return words.size();
    }
}
