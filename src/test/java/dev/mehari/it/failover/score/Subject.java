package dev.mehari.it.failover.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is put to the test: something between callers and upstreams. */
interface Subject {
    /** Where the callers of this lane connect to. */
    String url(Lane lane);

    /** How long a caller waits for the next byte, and for the end. */
    Duration patience();

    /** What its log says about a call, as {@code GET /api/admin/logs/{id}} does; null when it keeps none. */
    @Nullable
    JsonNode row(String requestId);
}
