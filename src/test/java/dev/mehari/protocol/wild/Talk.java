package dev.mehari.protocol.wild;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A conversation that every protocol has words for.
 *
 * @param system empty for none
 * @param choice {@code auto}, {@code none}, {@code required}, the name of a tool, or empty when nothing is said
 * @param tools whether tools are declared; without them nobody calls any
 */
record Talk(
        String system,
        List<Turn> turns,
        boolean tools,
        String choice,
        int maxTokens,
        String temperature,
        boolean stream) {
    static final String NAME = "get_weather";
    static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"n\":{\"type\":\"number\"}},\"required\":[\"city\"]}";
    static final String PNG = "iVBORw0KGgo=";

    private static final String[] CHOICES = {"", "", "auto", "none", "required", NAME};
    private static final String[] TEXTS = {"hi", "北京 🌍 é", "two\nlines", "{\"a\":1}", " led by a blank"};

    sealed interface Turn {
        /** @param image whether it shows one behind the text */
        record User(String text, boolean image) implements Turn {}

        /**
         * What the model said, and what its tools said to it.
         *
         * @param text may be empty when it calls tools
         */
        record Model(String text, List<Call> calls) implements Turn {}
    }

    record Call(String id, String arguments, String result) {}

    static Talk random(Random random) {
        boolean tools = random.nextInt(3) != 0;
        List<Turn> turns = new ArrayList<>();
        int calls = 0;
        for (int left = random.nextInt(4); left > 0; left--) {
            turns.add(user(random));
            Turn.Model said = model(tools ? random.nextInt(3) : 0, calls, random);
            calls += said.calls().size();
            turns.add(said);
            if (!said.calls().isEmpty() && random.nextBoolean()) {
                turns.add(model(0, calls, random));
            }
        }
        turns.add(user(random));
        return new Talk(
                random.nextBoolean() ? "" : text(random),
                turns,
                tools,
                tools ? CHOICES[random.nextInt(CHOICES.length)] : "",
                16 + random.nextInt(1000),
                random.nextBoolean() ? "" : "0." + (1 + random.nextInt(9)),
                random.nextBoolean());
    }

    private static Turn.User user(Random random) {
        return new Turn.User(text(random), random.nextInt(4) == 0);
    }

    private static Turn.Model model(int calls, int before, Random random) {
        List<Call> all = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            all.add(new Call("call_" + (before + i), "{\"city\":\"" + i + "\",\"n\":1.0}", text(random)));
        }
        return new Turn.Model(calls > 0 && random.nextBoolean() ? "" : text(random), all);
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
