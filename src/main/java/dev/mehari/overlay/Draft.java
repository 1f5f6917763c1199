package dev.mehari.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.config.OverlayObject;
import org.jspecify.annotations.Nullable;

/**
 * What an admin wants of one object.
 *
 * @param body as it would stand in a file, but for secrets, which are given themselves; null to delete it
 * @param expected what the admin thinks is there
 */
public record Draft(
        OverlayObject.Kind kind, String name, @Nullable JsonNode body, Expected expected) {
    /** What is there before a change. */
    public sealed interface Expected {
        /** Nothing. */
        record Absent() implements Expected {}

        /** Whatever it is. */
        record Any() implements Expected {}

        /** This version. */
        record Version(long number) implements Expected {}
    }

    String id() {
        return OverlayObject.id(kind, name);
    }
}
