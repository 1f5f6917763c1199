package dev.mehari.overlay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change that an admin made.
 *
 * @param object such as {@code upstreams/foo}
 * @param action create, update or delete
 * @param oldVersion null when there was nothing
 * @param newVersion null when there is nothing any more
 * @param oldBody without secrets
 * @param newBody without secrets
 */
public record AuditEntry(
        Instant at,
        String author,
        String object,
        String action,
        @Nullable Long oldVersion,
        @Nullable Long newVersion,
        @Nullable String oldBody,
        @Nullable String newBody) {}
