package dev.mehari.upstream;

import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the ids of the operator's accounts out of what a provider says: organisations and projects of OpenAI, projects of
 * Google. They are no secrets, but none of the caller's business.
 */
final class Accounts {
    private static final Pattern IDS =
            Pattern.compile("\\b(org-|proj_|acct_)[A-Za-z0-9]{16,}|\\b(project_number:|projects/)\\d{6,}");

    private Accounts() {}

    static String hidden(String words) {
        return IDS.matcher(words).replaceAll(Accounts::kind);
    }

    static boolean in(byte[] words) {
        return IDS.matcher(latin(words)).find();
    }

    /** The very array when it names none. */
    static byte[] hidden(byte[] words) {
        return in(words) ? hidden(latin(words)).getBytes(StandardCharsets.ISO_8859_1) : words;
    }

    private static String latin(byte[] words) {
        return new String(words, StandardCharsets.ISO_8859_1);
    }

    private static String kind(MatchResult found) {
        String kind = found.group(1) == null ? found.group(2) : found.group(1);
        return Matcher.quoteReplacement(kind + "***");
    }
}
