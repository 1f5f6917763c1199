package dev.mehari.protocol.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.JsonEventJudge;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the events of a streamed response. Their type counts, not their name: compatible servers leave that out. */
final class EventReader extends JsonEventJudge {
    private static final byte[] DONE = Json.utf8("[DONE]");

    /** Items that begin empty; one of another type says something by being there. */
    private static final Set<String> EMPTY = Set.of("message", "reasoning");

    private @Nullable ObjectNode response;
    private long sequence = -1;

    // Of the event being read.
    private String type = "";
    private @Nullable String item;
    private boolean says;

    @Override
    public Verdict judge(WireEvent event) {
        begin(event);
        type = event.name();
        item = null;
        says = false;
        // Some servers add the terminator of another protocol; the end has been before it.
        if (event.data().isEmpty() || event.data().is(DONE)) {
            return unless(Verdict.QUIET);
        }
        Verdict other = read(event, this::member);
        if (other != null) {
            return other;
        }
        return remember(event) ? verdict() : Verdict.UNREADABLE;
    }

    private Verdict verdict() {
        return switch (type) {
            case "error", "response.failed", "response.cancelled" -> Verdict.ERROR;
            case "response.completed", "response.incomplete" -> Verdict.LAST;
            case "keepalive" -> Verdict.QUIET;
            case "response.output_item.added" -> item != null && !EMPTY.contains(item) ? Verdict.CONTENT : Verdict.PASS;
            case "response.output_item.done" -> item != null ? Verdict.CONTENT : Verdict.PASS;
            default -> type.endsWith(".delta") && says ? Verdict.CONTENT : Verdict.PASS;
        };
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "type" -> type = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : type;
            case "sequence_number" -> sequence = Math.max(sequence, Json.count(value));
            case "delta" -> says = type.contains("reasoning") ? said().thinking(value) : said().answer(value);
            case "item" ->
                Json.object(value, (member, inner) -> {
                    if (member.equals("type") && inner.currentToken() == JsonToken.VALUE_STRING) {
                        item = inner.getText();
                    } else if (member.equals("name") && type.endsWith(".added")) {
                        said().answer(inner);
                    }
                });
            case "response" ->
                Json.object(value, (member, inner) -> {
                    if (member.equals("usage")) {
                        report(UsageReader.read(inner));
                    }
                });
            case "error" -> failedIf(value);
            default -> {}
        }
    }

    /** Keeps the response as it began: should the stream break, its last event has to hold it. False when it is none. */
    private boolean remember(WireEvent event) {
        try {
            if (response == null
                    && type.equals("response.created")
                    && Tree.read(event.data()).get("response") instanceof ObjectNode begun) {
                response = begun;
            }
            return true;
        } catch (IOException e) {
            begin(event);
            return false;
        }
    }

    @Override
    public byte[] failure(Refusal refusal, boolean first) {
        return response == null || first
                ? FailureWriter.error(refusal, List.of(), sequence + 1)
                : FailureWriter.failed(response.deepCopy(), refusal, sequence + 1);
    }
}
