package dev.mehari.it.failover.score;

import dev.mehari.fake.Answer;
import dev.mehari.it.faults.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** What U1 says in a scenario, where that differs by its protocol. */
final class Scripts {
    private static final Duration DRIP = Duration.ofMillis(250);

    /** Of a stream that says nothing: more than anybody waits for. */
    private static final int PIECES = 400;

    private Scripts() {}

    /** Bytes again and again, and never a word of an answer: a peer that is not idle, and of no use. */
    static Answer drip(Lane lane) {
        boolean events = lane.stream && lane.caller != Caller.GEMINI_ARRAY;
        String sign = lane.first == Side.ANTHROPIC ? "event: ping\ndata: {\"type\":\"ping\"}\n\n" : ": working\n\n";
        byte[] piece = (events ? sign : " ").getBytes(StandardCharsets.UTF_8);
        return Answer.stream(events ? "text/event-stream" : "application/json", Collections.nCopies(PIECES, piece))
                .drip(DRIP);
    }

    /** A stream without one event, a body without one byte. */
    static Answer empty(Lane lane) {
        if (!lane.stream) {
            return Answer.empty();
        }
        return lane.caller == Caller.GEMINI_ARRAY ? Answer.stream("application/json", List.of()) : Answer.emptyStream();
    }

    /** What is no JSON, where JSON should be. */
    static Answer malformed(Lane lane) {
        return lane.stream
                ? Answer.text(Stage.ALPHA).garbledAt(0)
                : Answer.json(200, "{\"id\": \"x\", \"choices\": oops");
    }

    static Answer contentFilter(Lane lane) {
        return switch (lane.first) {
            case CHAT, RESPONSES ->
                Answer.error(400, "content_policy_violation", "Your request was rejected by our safety system.");
            case ANTHROPIC -> Answer.error(400, null, "Output blocked by content filtering policy");
            case GEMINI -> blocked(lane);
        };
    }

    /** Google says so in an answer. */
    private static Answer blocked(Lane lane) {
        String body = "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
                + "\"usageMetadata\":{\"promptTokenCount\":11,\"totalTokenCount\":11},"
                + "\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"r1\"}";
        if (!lane.stream) {
            return Answer.json(200, body);
        }
        return lane.caller == Caller.GEMINI_ARRAY
                ? Answer.stream("application/json", List.of(("[" + body + "]").getBytes(StandardCharsets.UTF_8)))
                : Answer.sse("data: " + body + "\n\n");
    }

    /** The status and the words in which a caller reads of {@link #contentFilter}. */
    static Verdict filtered(Trial trial) {
        return switch (trial.lane().first) {
            case CHAT, RESPONSES -> Judges.callersMistake(trial, 400, "safety system");
            case ANTHROPIC -> Judges.callersMistake(trial, 400, "content filtering policy");
            case GEMINI -> Judges.callersMistake(trial, 200, "PROHIBITED_CONTENT");
        };
    }

    static Answer tooLong(Lane lane) {
        return switch (lane.first) {
            case CHAT, RESPONSES ->
                Answer.error(400, "context_length_exceeded", "This model's maximum context length is 8 tokens.");
            case ANTHROPIC -> Answer.error(400, null, "prompt is too long: 210000 tokens > 200000 maximum");
            case GEMINI ->
                Answer.error(400, null, "The input token count (9) exceeds the maximum number of tokens allowed (8).");
        };
    }
}
