package dev.mehari.protocol;

import java.util.Random;

/** Random JSON with the spellings that careless gateways change. */
final class RandomJson {
    private static final String[] SCALARS = {
        "1.0",
        "1e400",
        "-0",
        "12345678901234567890",
        "1E+2",
        "true",
        "false",
        "null",
        "\"\\u0000\"",
        "\"\\/\"",
        "\"é🌍\"",
        "\"\\ud83d\\ude00\"",
        "\"\"",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "0.10",
        "\"mod\\u0065l\""
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n  "};

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    /** An object that has this member, once, among random others. */
    String object(String member) {
        int others = random.nextInt(6);
        int at = random.nextInt(others + 1);
        StringBuilder out = new StringBuilder(space()).append('{');
        for (int i = 0; i <= others; i++) {
            out.append(i == 0 ? "" : ",").append(space());
            out.append(i == at ? member : "\"k" + random.nextInt(4) + "\"" + space() + ":" + space() + value(0));
            out.append(space());
        }
        return out.append('}').append(space()).toString();
    }

    private String value(int depth) {
        if (depth > 4 || random.nextInt(3) > 0) {
            return SCALARS[random.nextInt(SCALARS.length)];
        }
        boolean object = random.nextBoolean();
        StringBuilder out = new StringBuilder(object ? "{" : "[");
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = random.nextBoolean() ? "model" : "k" + i;
            out.append(space()).append(object ? "\"" + key + "\":" : "").append(value(depth + 1));
            out.append(i == 1 ? "" : ",");
        }
        return out.append(space()).append(object ? "}" : "]").toString();
    }

    private String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }
}
