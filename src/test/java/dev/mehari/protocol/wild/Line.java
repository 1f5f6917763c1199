package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One event of an upstream.
 *
 * @param name empty when it has none
 * @param json null when the data is none
 * @param raw the data where {@code json} is null
 */
record Line(String name, @Nullable ObjectNode json, String raw) {
    private static final String[] BREAKS = {"\n", "\n", "\n", "\r\n", "\r"};

    static Line of(ObjectNode json) {
        return new Line("", json, "");
    }

    static Line named(ObjectNode json) {
        return new Line(json.path("type").asText(), json, "");
    }

    static Line raw(String raw) {
        return new Line("", null, raw);
    }

    Line with(ObjectNode other) {
        return new Line(name, other, raw);
    }

    String data() {
        return json == null ? raw : Tree.text(json);
    }

    /** A stream in the plainest way. */
    static byte[] plain(List<Line> lines) {
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> line.write(out, "\n", " "));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A stream in any way that server-sent events allow. */
    static byte[] bytes(List<Line> lines, Random random) {
        String lineBreak = BREAKS[random.nextInt(BREAKS.length)];
        String space = random.nextInt(4) == 0 ? "" : " ";
        StringBuilder out = new StringBuilder(random.nextInt(20) == 0 ? "\uFEFF" : "");
        for (Line line : lines) {
            switch (random.nextInt(12)) {
                case 0 -> out.append(": comment").append(lineBreak).append(random.nextBoolean() ? lineBreak : "");
                case 1 -> out.append("retry: 10").append(lineBreak);
                case 2 -> out.append(lineBreak);
                default -> {}
            }
            line.write(out, lineBreak, space);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(StringBuilder out, String lineBreak, String space) {
        if (!name.isEmpty()) {
            out.append("event:").append(space).append(name).append(lineBreak);
        }
        out.append("data:").append(space).append(data()).append(lineBreak).append(lineBreak);
    }
}
