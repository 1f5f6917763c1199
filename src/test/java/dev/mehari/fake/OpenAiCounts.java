package dev.mehari.fake;

import static dev.mehari.fake.Shape.any;
import static dev.mehari.fake.Shape.bool;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.map;
import static dev.mehari.fake.Shape.oneOf;
import static dev.mehari.fake.Shape.string;
import static dev.mehari.fake.Shapes.either;
import static dev.mehari.fake.Shapes.orNull;

/** What OpenAI's {@code /responses/input_tokens} takes: of a request for a response what draws tokens, and nothing else. */
final class OpenAiCounts {
    static final Shape SHAPE = Shapes.object()
            .need("model", string())
            .may("input", either(string(), list(map())))
            .may(orNull(string()), "instructions", "previous_response_id")
            .may("tools", list(map()))
            .may(any(), "tool_choice", "conversation")
            .may("parallel_tool_calls", bool())
            .may(map(), "reasoning", "text")
            .may("truncation", oneOf("auto", "disabled"));

    private OpenAiCounts() {}
}
