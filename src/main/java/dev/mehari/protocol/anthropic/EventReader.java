package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.EventJudge;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the events of a streamed message. */
final class EventReader implements EventJudge {
    private static final byte[] NOTHING = new byte[0];

    private final JsonFactory json = Json.factory();
    private final String requestId;
    private UsageCounts counts = new UsageCounts();

    // Of the event being read.
    private @Nullable Usage usage;
    private @Nullable UsageCounts newer;
    private boolean error;
    private String type = "";

    EventReader(String requestId) {
        this.requestId = requestId;
    }

    @Override
    public Verdict judge(WireEvent event) {
        usage = null;
        newer = null;
        error = event.name().equals("error");
        if (event.data().isEmpty()) {
            return error ? Verdict.ERROR : Verdict.QUIET;
        }
        type = event.name();
        try (JsonParser parser = event.data().parse(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return error ? Verdict.ERROR : Verdict.UNREADABLE;
            }
            Json.object(parser, this::member);
        } catch (IOException e) {
            return error ? Verdict.ERROR : Verdict.UNREADABLE;
        }
        if (error) {
            return Verdict.ERROR;
        }
        if (newer != null) {
            counts = newer;
            usage = counts.toUsage();
        }
        return switch (type) {
            case "error" -> Verdict.ERROR;
            case "ping" -> Verdict.QUIET;
            case "message_stop" -> Verdict.LAST;
            case "content_block_delta", "message_delta" -> Verdict.CONTENT;
            default -> Verdict.PASS;
        };
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "type" -> type = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : type;
            case "message" -> Json.object(value, this::messageMember);
            case "usage" -> usageAt(value);
            case "error" -> error |= Json.present(value);
            default -> {}
        }
    }

    private void messageMember(String name, JsonParser value) throws IOException {
        if (name.equals("usage")) {
            usageAt(value);
        }
    }

    private void usageAt(JsonParser value) throws IOException {
        newer = newer == null ? counts.copy() : newer;
        newer.read(value);
    }

    @Override
    public boolean complete() {
        return false;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    @Override
    public byte[] closing() {
        return NOTHING;
    }

    @Override
    public byte[] failure(Refusal refusal, boolean first) {
        return Json.utf8("event: error\ndata: " + ErrorShape.body(refusal, requestId) + "\n\n");
    }
}
