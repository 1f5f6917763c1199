package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.JsonEventJudge;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.sse.SseWriter;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the events of a streamed message. */
final class EventReader extends JsonEventJudge {
    /** Deltas that may come empty; one of another type says something by being there. */
    private static final Set<String> DELTAS =
            Set.of("text_delta", "thinking_delta", "input_json_delta", "signature_delta", "citations_delta");

    /** Blocks that usually start empty; one of another type says something by being there. */
    private static final Set<String> BLOCKS = Set.of("text", "thinking");

    private final String requestId;
    private UsageReader counts = new UsageReader();
    private boolean spoke;

    // Of the event being read.
    private @Nullable UsageReader newer;
    private String type = "";
    private @Nullable String part;
    private boolean says;
    private boolean stops;

    EventReader(String requestId) {
        this.requestId = requestId;
    }

    @Override
    public Verdict judge(WireEvent event) {
        begin(event);
        newer = null;
        if (event.data().isEmpty()) {
            return unless(Verdict.QUIET);
        }
        type = event.name();
        part = null;
        says = false;
        stops = false;
        Verdict other = read(event, this::member);
        if (other != null) {
            return other;
        }
        if (newer != null) {
            counts = newer;
            report(counts.toUsage());
        }
        Verdict verdict = switch (type) {
            case "error" -> Verdict.ERROR;
            case "ping" -> Verdict.QUIET;
            case "message_stop" -> spoke ? Verdict.LAST : Verdict.CUT;
            case "content_block_start" -> says(BLOCKS) ? Verdict.CONTENT : Verdict.PASS;
            case "content_block_delta" -> says(DELTAS) ? Verdict.CONTENT : Verdict.PASS;
            case "message_delta" -> stops ? Verdict.CONTENT : Verdict.PASS;
            default -> Verdict.PASS;
        };
        spoke |= verdict == Verdict.CONTENT;
        return verdict;
    }

    private boolean says(Set<String> mayBeEmpty) {
        return says || (part != null && !mayBeEmpty.contains(part));
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "type" -> type = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : type;
            case "message" -> Json.object(value, this::messageMember);
            case "delta", "content_block" -> Json.object(value, this::partMember);
            case "usage" -> usageAt(value);
            case "error" -> failedIf(value);
            default -> {}
        }
    }

    private void messageMember(String name, JsonParser value) throws IOException {
        if (name.equals("usage")) {
            usageAt(value);
        }
    }

    private void partMember(String name, JsonParser value) throws IOException {
        switch (name) {
            case "type" -> part = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
            case "text", "partial_json" -> says |= said().answer(value);
            case "thinking" -> says |= said().thinking(value);
            case "name" -> said().answer(value);
            case "signature", "citation", "citations" -> says |= Json.present(value);
            case "stop_reason" -> stops |= Json.present(value);
            default -> {}
        }
    }

    private void usageAt(JsonParser value) throws IOException {
        newer = newer == null ? counts.copy() : newer;
        newer.read(value);
    }

    @Override
    public byte[] failure(Refusal refusal, boolean first) {
        return SseWriter.event("error", ErrorShape.body(refusal, requestId, List.of()));
    }
}
