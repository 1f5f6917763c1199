package dev.mehari.fake;

import static dev.mehari.fake.Shape.bool;
import static dev.mehari.fake.Shape.integer;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.map;
import static dev.mehari.fake.Shape.number;
import static dev.mehari.fake.Shape.oneOf;
import static dev.mehari.fake.Shape.string;
import static dev.mehari.fake.Shapes.either;
import static dev.mehari.fake.Shapes.object;

/** The field tables of what OpenAI offers beside chats, as far as it is JSON. */
final class PlatformShapes {
    static final Shape IMAGES = object().need("prompt", string(1, 32_000))
            .may(string(), "model", "user", "style", "background", "moderation", "output_format", "size", "quality")
            .may("n", integer(1, 10))
            .may("response_format", oneOf("url", "b64_json"))
            .may("output_compression", integer(0, 100))
            .may("partial_images", integer(0, 3))
            .may("stream", bool());

    static final Shape SPEECH = object().need("model", string(1, 100))
            .need("input", string(1, 4096))
            .need("voice", string(1, 64))
            .may("response_format", oneOf("mp3", "opus", "aac", "flac", "wav", "pcm"))
            .may("instructions", string())
            .may("stream_format", oneOf("sse", "audio"))
            .may("speed", number(0.25, 4));

    static final Shape MODERATIONS =
            object().need("input", either(string(), list(string(), 1, 32))).may("model", string(1, 100));

    static final Shape BATCH = object().need("input_file_id", string(1, 100))
            .need("endpoint", oneOf("/v1/chat/completions", "/v1/responses", "/v1/embeddings"))
            .need("completion_window", oneOf("24h"))
            .may("metadata", map());

    private PlatformShapes() {}
}
