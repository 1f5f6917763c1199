package dev.mehari.protocol.chat;

import java.util.HashMap;
import java.util.Map;

/**
 * Names of tools as an upstream takes them, and back. A name that does not fit is cut and ends in eight hex digits of the
 * SHA-256 of the whole, so that two names that begin alike stay two, and the same name is always the same. One call.
 */
public final class ToolNames {
    private static final int HASH = 8;

    private final int longest;
    private final String extra;
    private final boolean letterFirst;
    private final Map<String, String> back = new HashMap<>();

    /**
     * @param longest most characters
     * @param extra characters allowed beside letters, digits, {@code _} and {@code -}
     * @param letterFirst whether it must begin with a letter or {@code _}
     */
    public ToolNames(int longest, String extra, boolean letterFirst) {
        this.longest = longest;
        this.extra = extra;
        this.letterFirst = letterFirst;
    }

    /** The name to send. */
    public String out(String name) {
        StringBuilder clean = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            clean.append(allowed(c) ? c : '_');
        }
        if (letterFirst && !clean.isEmpty() && !letter(clean.charAt(0))) {
            clean.setCharAt(0, '_');
        }
        if (clean.toString().equals(name) && name.length() <= longest) {
            return name;
        }
        String start = clean.substring(0, Math.min(clean.length(), longest - HASH - 1));
        String sent = start + "_" + Hash.of(name, HASH / 2);
        back.put(sent, name);
        return sent;
    }

    /** The caller's name for one that came back; the same when it was never changed. */
    public String in(String sent) {
        return back.getOrDefault(sent, sent);
    }

    /** Every name that was changed, by what was sent for it. */
    public Map<String, String> changed() {
        return Map.copyOf(back);
    }

    private boolean allowed(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || extra.indexOf(c) >= 0);
    }

    private static boolean letter(char c) {
        return Character.isLetter(c) || c == '_';
    }
}
