package dev.mehari.config;

import java.util.List;

/**
 * One thing that is wrong with the configuration, for the person who wrote it. Never holds a secret.
 *
 * @param file name of the file, or {@code environment}
 * @param line counted from 1; 0 when it concerns the whole file
 * @param message one line, without a full stop
 */
public record Fault(String file, int line, String message) {
    /** Longer quotes of what somebody wrote say no more. */
    private static final int LONGEST_QUOTE = 80;

    public Fault {
        message = printable(message);
    }

    /** {@code models.yaml:12: unknown key "fallbak"}. */
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ": " + message : file + ": " + message;
    }

    /** What somebody wrote, in quotes and short enough for a line. */
    static String quote(String text) {
        String line = printable(text);
        return '"' + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line) + '"';
    }

    /** What to say about something that is promised and not built. */
    static String notYet(String what) {
        return quote(what) + " is not part of this version yet";
    }

    /** {@code "a", "b" or "c"}. */
    static String either(List<String> names, String word) {
        List<String> quoted = names.stream().map(Fault::quote).toList();
        int last = quoted.size() - 1;
        return last < 1
                ? String.join("", quoted)
                : String.join(", ", quoted.subList(0, last)) + " " + word + " " + quoted.get(last);
    }

    /** What to say about a value that comes later, and what there is now. */
    static String onlyNow(String what, List<String> now) {
        return notYet(what) + "; only " + either(now, "and") + (now.size() == 1 ? " is" : " are");
    }

    /** A fault is one line, whatever a quoted name holds. */
    private static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(Character.isISOControl(c) ? '?' : (char) c));
        return line.toString();
    }
}
