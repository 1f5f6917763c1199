package dev.mehari.call;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a protocol understood of a request body. The bytes are checked JSON; nothing but the asked fields is copied. */
public interface RequestBody {
    /** The body as it came, without a byte order mark. Not to be changed. */
    byte[] bytes();

    /** The model the caller named, null when it named none. */
    @Nullable
    String model();

    /** Whether the caller asked for a stream. */
    boolean stream();

    /** Whether the caller asked for usage in a stream, where the protocol leaves that to the caller. */
    default boolean usageAsked() {
        return false;
    }

    /**
     * A field by its path, for routes that decide by content: {@code temperature}, {@code metadata.user_id},
     * {@code messages[0].role}, {@code messages.size}. Parsed on first use.
     *
     * @return String, Number, Boolean, a JSON text for an object or array, or null when there is none
     */
    @Nullable
    Object field(String path);

    /** What was found of several fields. */
    @FunctionalInterface
    interface Found {
        /**
         * A field by its path, of those that were looked for.
         *
         * @return String, Number, Boolean, a list of these for an array (of its first {@value #MOST_ELEMENTS} elements,
         *     without those that are arrays or objects themselves), {@link #OBJECT}, or null when there is none
         */
        @Nullable
        Object at(String path);
    }

    /** Stands for an object. */
    Object OBJECT = new Object();

    /** Elements of an array that are looked at. */
    int MOST_ELEMENTS = 1000;

    /** Looks for several fields in one pass over the body. */
    default Found find(FieldTree paths) {
        return this::field;
    }

    /**
     * What tells a conversation from others, the same for each of its turns: an id that its client sends, or what it begins
     * with, up to the first thing that the user says.
     *
     * @return null when there is nothing of the kind
     */
    default @Nullable String conversation() {
        return null;
    }

    /**
     * The bytes to send upstream: the original ones with only the fields patched that have to be.
     *
     * @param upstreamModel name that replaces the model
     * @param reportUsage whether to make the upstream report usage in a stream (protocols that report by themselves
     *     ignore it)
     */
    byte[] forUpstream(String upstreamModel, boolean reportUsage);

    /**
     * The same, with defaults for what the caller did not set. Members that are there stay as they are, null included.
     *
     * @param quirks of the upstream, whose names for settings may be other ones
     */
    default byte[] forUpstream(String upstreamModel, Set<Quirk> quirks, Defaults defaults) {
        return forUpstream(upstreamModel, !quirks.contains(Quirk.USAGE_ALWAYS));
    }

    /**
     * The request with each of its texts put through the change; this one when no text changed.
     *
     * <p>Texts are all strings but names, ids, what a vendor has signed, files and descriptions of tools. In what a tool
     * was given and what it said as JSON, numbers and names of members are texts too; a number that changes becomes a
     * string.
     */
    RequestBody withTexts(UnaryOperator<String> change);
}
