package dev.mehari.protocol.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Endings;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.JsonEventJudge;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.sse.SseWriter;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Reads the events of a streamed completion, of a chat or of a text. */
final class EventReader extends JsonEventJudge {
    private static final byte[] DONE = Json.utf8("[DONE]");

    /** Members of a delta that hold something of the answer; what else stands there is bookkeeping. */
    private static final Set<String> SAYING = Set.of(
            "content",
            "reasoning_content",
            "reasoning",
            "reasoning_details",
            "thinking_blocks",
            "refusal",
            "tool_calls",
            "function_call",
            "audio",
            "images");

    /** Stop reasons of OpenRouter and of Z.AI for an answer that went wrong on its way. */
    static final Set<String> FAILED = Set.of("error", "network_error");

    private final boolean hideUsage;
    private final ErrorFormat errors;
    private final Endings choices = new Endings();
    private final Endings inEvent = new Endings();
    private boolean content;

    // Of the event being read.
    private boolean hasChoices;
    private boolean hasUsage;
    private boolean hasContent;
    private long index;
    private boolean stop;

    EventReader(boolean hideUsage, ErrorFormat errors) {
        this.hideUsage = hideUsage;
        this.errors = errors;
    }

    @Override
    public Verdict judge(WireEvent event) {
        begin(event);
        if (event.data().isEmpty()) {
            return Verdict.QUIET;
        }
        if (event.data().is(DONE)) {
            // Some compatible upstreams never name a stop reason.
            return choices.complete() || content ? Verdict.LAST : Verdict.CUT;
        }
        hasChoices = false;
        hasUsage = false;
        hasContent = false;
        inEvent.clear();
        Verdict other = read(event, this::member);
        if (other != null) {
            return other;
        }
        if (hideUsage && hasUsage && !hasChoices) {
            return Verdict.HIDE;
        }
        choices.add(inEvent);
        content |= hasContent;
        return hasContent ? Verdict.CONTENT : Verdict.PASS;
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "choices" -> Json.array(value, this::choice);
            case "usage" -> {
                hasUsage = value.currentToken() == JsonToken.START_OBJECT;
                report(UsageReader.read(value));
            }
            case "error" -> failedIf(value);
            // vLLM puts the error at the top.
            case "object" -> failedIf("error".equals(value.getText()));
            default -> {}
        }
    }

    private void choice(JsonParser value) throws IOException {
        hasChoices = true;
        index = 0;
        stop = false;
        Json.object(value, (name, member) -> {
            switch (name) {
                case "index" -> index = Json.count(member);
                case "finish_reason" -> {
                    failedIf(FAILED.contains(member.getText()));
                    stop = Json.present(member);
                }
                case "error" -> failedIf(member);
                case "delta", "message" -> Json.object(member, this::delta);
                case "text" -> hasContent |= said().answer(member);
                default -> {}
            }
        });
        inEvent.saw(index, stop);
        hasContent |= stop;
    }

    private void delta(String name, JsonParser value) throws IOException {
        switch (name) {
            case "content", "refusal" -> hasContent |= said().answer(value);
            case "reasoning_content", "reasoning" -> hasContent |= said().thinking(value);
            case "tool_calls" ->
                Json.array(value, call -> {
                    hasContent = true;
                    call(call);
                });
            case "function_call" -> call(value);
            default -> hasContent |= SAYING.contains(name) && Json.present(value);
        }
    }

    private void call(JsonParser value) throws IOException {
        Json.object(value, (name, member) -> {
            hasContent = true;
            switch (name) {
                case "function", "custom" -> Json.object(member, this::callMember);
                default -> callMember(name, member);
            }
        });
    }

    private void callMember(String name, JsonParser value) throws IOException {
        switch (name) {
            case "name", "arguments", "input" -> said().answer(value);
            default -> {}
        }
    }

    @Override
    public boolean complete() {
        return choices.complete();
    }

    @Override
    public byte[] failure(Refusal refusal, boolean first) {
        return SseWriter.event(errors.body(refusal, List.of()));
    }
}
