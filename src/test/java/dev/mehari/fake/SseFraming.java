package dev.mehari.fake;

import org.jspecify.annotations.Nullable;

/** How the lines of an event stream end. The standard allows all of these; real providers use at least two. */
public enum SseFraming {
    LF,
    CRLF,
    CR,
    /** Each event ends its lines differently from the one before. */
    MIXED;

    String frame(@Nullable String event, String data, int turn) {
        String end = end(turn);
        StringBuilder frame = new StringBuilder();
        if (event != null) {
            frame.append("event: ").append(event).append(end);
        }
        for (String line : data.split("\n", -1)) {
            frame.append("data: ").append(line).append(end);
        }
        return frame.append(end).toString();
    }

    String comment(String text, int turn) {
        return ": " + text + end(turn) + end(turn);
    }

    private String end(int turn) {
        return switch (this) {
            case LF -> "\n";
            case CRLF -> "\r\n";
            case CR -> "\r";
            case MIXED -> values()[turn % 3].end(turn);
        };
    }
}
