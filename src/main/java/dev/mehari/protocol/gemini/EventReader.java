package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Endings;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.JsonEventJudge;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.sse.SseWriter;
import java.io.IOException;
import java.util.List;

/** Reads the events of a streamed generateContent reply, be they server-sent events or elements of an array. */
final class EventReader extends JsonEventJudge {
    private static final byte[] BRACKET = Json.utf8("\n]");

    private final boolean array;
    private final Endings candidates = new Endings();
    private final Endings inEvent = new Endings();
    private boolean blocked;

    // Of the event being read.
    private boolean hasContent;
    private boolean isBlocked;
    private boolean thought;
    private long index;
    private boolean stop;

    EventReader(boolean array) {
        this.array = array;
    }

    @Override
    public Verdict judge(WireEvent event) {
        begin(event);
        if (event.name().equals(ArrayReader.CLOSED)) {
            return complete() ? Verdict.LAST : Verdict.CUT;
        }
        if (event.data().isEmpty()) {
            return unless(Verdict.QUIET);
        }
        hasContent = false;
        isBlocked = false;
        inEvent.clear();
        Verdict other = read(event, this::member);
        if (other != null) {
            return other;
        }
        candidates.add(inEvent);
        blocked |= isBlocked;
        return hasContent ? Verdict.CONTENT : Verdict.PASS;
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "candidates" -> Json.array(value, this::candidate);
            case "promptFeedback" ->
                Json.object(value, (key, member) -> {
                    if (key.equals("blockReason") && named(member)) {
                        isBlocked = true;
                        hasContent = true;
                    }
                });
            case "usageMetadata" -> report(UsageReader.read(value));
            case "error" -> failedIf(value);
            default -> {}
        }
    }

    private void candidate(JsonParser value) throws IOException {
        index = 0;
        stop = false;
        Json.object(value, (name, member) -> {
            switch (name) {
                case "index" -> index = Json.count(member);
                case "finishReason" -> stop = named(member);
                case "content" ->
                    Json.object(member, (key, parts) -> {
                        if (key.equals("parts")) {
                            Json.array(parts, this::part);
                        }
                    });
                default -> {}
            }
        });
        inEvent.saw(index, stop);
        hasContent |= stop;
    }

    private void part(JsonParser value) throws IOException {
        long before = said().mark();
        thought = false;
        Json.object(value, this::partMember);
        if (thought) {
            said().thoughtSince(before);
        }
    }

    /** An empty text, which Google sends to carry other things, says nothing, and neither does the mark of a thought. */
    private void partMember(String name, JsonParser value) throws IOException {
        switch (name) {
            case "thought" -> thought = value.currentToken() == JsonToken.VALUE_TRUE;
            case "text" -> hasContent |= said().answer(value);
            case "functionCall" -> hasContent |= said().all(value);
            default -> hasContent |= Json.present(value);
        }
    }

    /** Whether an enum names something: its zero value stands for nothing. */
    private static boolean named(JsonParser value) throws IOException {
        return Json.present(value) && !value.getText().endsWith("_UNSPECIFIED");
    }

    @Override
    public boolean complete() {
        return blocked || candidates.complete();
    }

    @Override
    public byte[] closing() {
        return array ? BRACKET : super.closing();
    }

    @Override
    public byte[] failure(Refusal refusal, boolean first) {
        return last(ErrorShape.body(refusal, List.of()), array, first);
    }

    static byte[] last(String error, boolean array, boolean first) {
        return array ? Json.utf8((first ? "[" : ",\n") + error + "\n]") : SseWriter.event(error);
    }
}
