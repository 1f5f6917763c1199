package dev.mehari.call;

/**
 * Where an attempt goes: an upstream and the model name that this upstream knows.
 *
 * @param upstream name of a configured upstream
 * @param model the provider's model; may contain {@code /}
 */
public record Target(String upstream, String model) {
    /** In place of a model where none was named. */
    public static final String ANY = "*";

    public Target {
        if (upstream.isEmpty() || model.isEmpty()) {
            throw new IllegalArgumentException("a target is \"upstream/model\"");
        }
    }

    /**
     * Reads {@code upstream/model}; the first slash divides.
     *
     * @throws IllegalArgumentException when there is no slash or a side is empty
     */
    public static Target of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a target is \"upstream/model\", not \"" + text + "\"");
        }
        return new Target(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return upstream + "/" + model;
    }
}
