package dev.mehari;

import java.lang.ref.WeakReference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What must not be read in a log: known secrets by value, others by where they stand. Any thread. */
final class Masks {
    private static final String MASK = "***";

    /** Where credentials stand when libraries write down what goes over the wire. */
    private static final Pattern PLACES = Pattern.compile(
            "(?i)((?:bearer|basic)\\s+|(?:x-api-key|x-goog-api-key|api-key)\"?\\s*[:=]\\s*\"?|(?<![\\w.-])(?:key|api_key|token|access_token|codegen(?:_|%5f)token|secret|password)=|\"(?:key|api_key|token|secret|password)\"\\s*:\\s*\")"
                    + "(?!\\*\\*\\*)[^\\s\"',;&\\]]+");

    /** Headers that are secret to their end, whatever scheme or names they begin with. */
    private static final Pattern LINES =
            Pattern.compile("(?i)((?:authorization|cookies?)\"?[ \\t]*[:=][ \\t]*\"?)[^\\r\\n\"]+");

    /** Virtual keys, and the keys of vendors that can be told by their first letters. */
    private static final Pattern SHAPES = Pattern.compile("\\b(pk_|sk-|AIza)[A-Za-z0-9_\\-]{12,}");

    /** Shorter values would mask innocent words. */
    private static final int SHORTEST = 6;

    /** Values that are masked while somebody holds their owner. */
    private record Owned(WeakReference<Object> owner, Set<String> values) {}

    /** Guarded by the class. */
    private static final Set<String> FOR_GOOD = new HashSet<>();

    /** Guarded by the class. */
    private static final List<Owned> OWNED = new ArrayList<>();

    private static volatile List<String> values = List.of();

    private Masks() {}

    /** Masks this value from now on, plainly or encoded. */
    static synchronized void add(String secret) {
        FOR_GOOD.addAll(spellings(secret));
        values = all();
    }

    /**
     * Masks these values, plainly or encoded, at least for as long as their owner is in use. Every line of the log is
     * searched for each: secrets that rotate must not add up.
     */
    static synchronized void add(Object owner, Collection<String> secrets) {
        Set<String> spelled = new HashSet<>();
        secrets.forEach(secret -> spelled.addAll(spellings(secret)));
        OWNED.add(new Owned(new WeakReference<>(owner), spelled));
        values = all();
    }

    /** How many values are searched for. */
    static int count() {
        return values.size();
    }

    private static List<String> all() {
        OWNED.removeIf(owned -> owned.owner().get() == null);
        // The longest first: a secret that begins like another must not leave its tail behind.
        Set<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        all.addAll(FOR_GOOD);
        OWNED.forEach(owned -> all.addAll(owned.values()));
        return List.copyOf(all);
    }

    private static Set<String> spellings(String secret) {
        if (secret.length() < SHORTEST) {
            return Set.of();
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        Set<String> spellings = new HashSet<>();
        spellings.add(secret);
        spellings.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        spellings.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        spellings.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        return spellings;
    }

    static String apply(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        masked = SHAPES.matcher(masked).replaceAll(MASK);
        masked = LINES.matcher(masked).replaceAll("$1" + MASK);
        return PLACES.matcher(masked).replaceAll("$1" + MASK);
    }
}
