package dev.mehari.protocol.chat;

/** Where the bytes of an image, a document or a sound are. */
public sealed interface Media {
    /** Whether it is said where something is, and nothing is there. */
    default boolean isEmpty() {
        return switch (this) {
            case Inline inline -> inline.base64().isEmpty();
            case Remote remote -> remote.url().isEmpty();
            case Plain plain -> plain.text().isEmpty();
            case Stored stored -> stored.id().isEmpty();
        };
    }

    /**
     * In the request itself.
     *
     * @param mime media type in lower case, {@code image/png}
     * @param base64 standard alphabet, as it came
     */
    record Inline(String mime, String base64) implements Media {
        public String dataUri() {
            return "data:" + mime + ";base64," + base64;
        }
    }

    /**
     * On the web.
     *
     * @param mime media type, empty when the caller named none
     */
    record Remote(String mime, String url) implements Media {}

    /** Text that was sent as a file. */
    record Plain(String text) implements Media {}

    /** A file that was uploaded to one provider, and that no other can read. */
    record Stored(String id) implements Media {}
}
