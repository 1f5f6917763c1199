package dev.mehari.overlay;

import dev.mehari.config.OverlayObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes that belong together. Immutable. */
public record Commit(Instant at, String author, List<Write> writes) {
    public Commit {
        writes = List.copyOf(writes);
    }

    /**
     * @param before what is there now; null when there is nothing
     * @param body what is to be there; null when nothing is
     * @param credentials all that its upstream is to have
     */
    public record Write(
            OverlayObject.Kind kind,
            String name,
            @Nullable OverlayObject before,
            @Nullable String body,
            List<Stored.Sealed> credentials) {
        public Write {
            credentials = List.copyOf(credentials);
        }

        /** As the log of changes says it. */
        public String action() {
            return body == null ? "delete" : before == null ? "create" : "update";
        }
    }
}
