package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Endings;
import dev.mehari.protocol.EventJudge;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Said;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the events of a streamed generateContent reply, be they server-sent events or elements of an array. */
final class EventReader implements EventJudge {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] BRACKET = Json.utf8("\n]");

    private final JsonFactory json = Json.factory();
    private final Said said = new Said();
    private final boolean array;
    private final Endings candidates = new Endings();
    private final Endings inEvent = new Endings();
    private boolean blocked;

    // Of the event being read.
    private @Nullable Usage usage;
    private boolean hasContent;
    private boolean isBlocked;
    private boolean thought;
    private boolean error;
    private long index;
    private boolean stop;

    EventReader(boolean array) {
        this.array = array;
    }

    @Override
    public Verdict judge(WireEvent event) {
        usage = null;
        if (event.name().equals(ArrayReader.CLOSED)) {
            return complete() ? Verdict.LAST : Verdict.CUT;
        }
        error = event.name().equals("error");
        if (event.data().isEmpty()) {
            return error ? Verdict.ERROR : Verdict.QUIET;
        }
        hasContent = false;
        isBlocked = false;
        inEvent.clear();
        try (JsonParser parser = event.data().parse(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return error ? Verdict.ERROR : Verdict.UNREADABLE;
            }
            Json.object(parser, this::member);
        } catch (IOException e) {
            usage = null;
            return error ? Verdict.ERROR : Verdict.UNREADABLE;
        }
        if (error) {
            return Verdict.ERROR;
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
            case "usageMetadata" -> {
                Usage read = UsageCounts.read(value);
                usage = read == null ? usage : read;
            }
            case "error" -> error |= Json.present(value);
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
        long before = said.mark();
        thought = false;
        Json.object(value, this::partMember);
        if (thought) {
            said.thoughtSince(before);
        }
    }

    /** An empty text, which Google sends to carry other things, says nothing, and neither does the mark of a thought. */
    private void partMember(String name, JsonParser value) throws IOException {
        switch (name) {
            case "thought" -> thought = value.currentToken() == JsonToken.VALUE_TRUE;
            case "text" -> hasContent |= said.answer(value);
            case "functionCall" -> hasContent |= said.all(value);
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
    public @Nullable Usage usage() {
        return usage;
    }

    @Override
    public Said said() {
        return said;
    }

    @Override
    public byte[] closing() {
        return array ? BRACKET : NOTHING;
    }

    @Override
    public byte[] failure(Refusal refusal, boolean first) {
        return last(ErrorShape.body(refusal, List.of()), array, first);
    }

    static byte[] last(String error, boolean array, boolean first) {
        return Json.utf8(array ? (first ? "[" : ",\n") + error + "\n]" : "data: " + error + "\n\n");
    }
}
