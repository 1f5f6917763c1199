package dev.mehari.config;

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

    /** A fault is one line, whatever a quoted name holds. */
    private static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(Character.isISOControl(c) ? '?' : (char) c));
        return line.toString();
    }
}
