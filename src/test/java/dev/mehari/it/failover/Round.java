package dev.mehari.it.failover;

import java.util.List;

/** Ways that do not share a vendor, so that they can be tried at the same time. */
enum Round {
    JSON,
    STREAM,
    ARRAY;

    List<Way> ways() {
        return switch (this) {
            case JSON -> Way.protocols();
            case STREAM -> List.of(Way.OPENAI_STREAM, Way.ANTHROPIC_STREAM, Way.GEMINI_STREAM);
            case ARRAY -> List.of(Way.GEMINI_ARRAY);
        };
    }
}
