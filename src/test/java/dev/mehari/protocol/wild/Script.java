package dev.mehari.protocol.wild;

import dev.mehari.call.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a model says in one answer, in the words of no vendor.
 *
 * @param usage null when the upstream reports none
 */
record Script(
        String id, List<Said> said, Stop stop, @Nullable Usage usage) {
    enum Stop {
        END,
        TOOLS,
        CAP,
        FILTER
    }

    sealed interface Said {
        /** @param seal in base64, empty for none */
        record Thought(String text, String seal) implements Said {}

        record Text(String text) implements Said {}

        /** @param arguments a JSON object */
        record Call(String id, String name, String arguments) implements Said {}
    }

    /** A tool that every caller declares, and one that takes free text where the caller's protocol has such. */
    static final List<String> TOOLS = List.of("get_weather", "edit");

    private static final String[] WORDS = {
        "a",
        " b",
        "北京",
        "🌍",
        "é",
        "\n",
        "\"",
        "\\",
        "{",
        "</think>",
        "<think>",
        "data: ",
        "\u0000",
        "\u2028",
        " word",
        "0"
    };

    private static final String[] SEALS = {"", "", "c2VhbA==", "AAECAwQF"};

    Script {
        said = List.copyOf(said);
    }

    static Script random(Random random) {
        List<Said> said = new ArrayList<>();
        int calls = 0;
        for (int left = random.nextInt(6); left > 0; left--) {
            switch (random.nextInt(5)) {
                case 0 -> said.add(new Said.Thought(text(random, 1), SEALS[random.nextInt(SEALS.length)]));
                case 1, 2 -> said.add(new Said.Text(text(random, 1)));
                default -> said.add(call(calls++, random));
            }
        }
        if (said.isEmpty()) {
            said.add(new Said.Text(text(random, 1)));
        }
        Stop stop = calls > 0
                ? random.nextInt(8) == 0 ? Stop.CAP : Stop.TOOLS
                : Stop.values()[random.nextInt(10) == 0 ? 3 : random.nextInt(5) == 0 ? 2 : 0];
        return new Script("up" + random.nextInt(1000), said, stop, random.nextInt(6) == 0 ? null : usage(random));
    }

    private static Said.Call call(int number, Random random) {
        String name = TOOLS.get(random.nextInt(TOOLS.size()));
        String arguments = switch (random.nextInt(4)) {
            case 0 -> "{}";
            case 1 -> "{\"input\":" + quoted(random) + "}";
            case 2 -> "{\"a\":1.0,\"b\":[12345678901234567890,null,true]}";
            default -> "{\"city\":" + quoted(random) + ",\"deep\":{\"x\":[{}]}}";
        };
        return new Said.Call("call_" + number, name, arguments);
    }

    private static String quoted(Random random) {
        return dev.mehari.protocol.Json.quote(text(random, 0));
    }

    private static String text(Random random, int least) {
        StringBuilder text = new StringBuilder();
        for (int left = least + random.nextInt(8); left > 0; left--) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static Usage usage(Random random) {
        return new Usage(
                1 + random.nextInt(50),
                random.nextBoolean() ? 0 : random.nextInt(20),
                0,
                0,
                random.nextInt(40),
                random.nextBoolean() ? 0 : random.nextInt(20));
    }

    /** The same with all thinking in front, for vendors whose whole replies do not tell where it stood. */
    Script thoughtsFirst() {
        List<Said> sorted = new ArrayList<>(said);
        sorted.sort(Comparator.comparing(one -> !(one instanceof Said.Thought)));
        return new Script(id, sorted, stop, usage);
    }

    /** A text as it is streamed: in pieces, cut anywhere, between the halves of a character too. */
    static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 20));
            pieces.add(text.substring(at, to));
            at = to;
        }
        return pieces;
    }
}
