package dev.mehari.config;

import java.util.Set;

/** The paths the gateway itself answers. */
public final class OwnPaths {
    /**
     * What they start with, in lower case, with and without {@code /v1}, those of later versions included. An upstream
     * cannot be named like one: {@code /{upstream}/...} would hide it.
     */
    public static final Set<String> FIRST_SEGMENTS = Set.of(
            "actuator",
            "admin",
            "api",
            "api-docs",
            "assets",
            "audio",
            "batches",
            "chat",
            "completions",
            "config",
            "conversations",
            "dashboard",
            "embeddings",
            "error",
            "favicon",
            "files",
            "health",
            "images",
            "livez",
            "login",
            "logout",
            "mehari",
            "messages",
            "metrics",
            "models",
            "moderations",
            "oauth2",
            "profiling",
            "ready",
            "readyz",
            "rerank",
            "responses",
            "stats",
            "static",
            "swagger-ui",
            "tokens",
            "v1",
            "v1alpha",
            "v1beta",
            "v2",
            "v3",
            "v4",
            "webhooks",
            "webjars");

    private OwnPaths() {}
}
