package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.EventJudge;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Said;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the events of a streamed message. */
final class EventReader implements EventJudge {
    private static final byte[] NOTHING = new byte[0];

    /** Deltas that may come empty; one of another type says something by being there. */
    private static final Set<String> DELTAS =
            Set.of("text_delta", "thinking_delta", "input_json_delta", "signature_delta", "citations_delta");

    /** Blocks that usually start empty; one of another type says something by being there. */
    private static final Set<String> BLOCKS = Set.of("text", "thinking");

    private final JsonFactory json = Json.factory();
    private final Said said = new Said();
    private final String requestId;
    private UsageCounts counts = new UsageCounts();
    private boolean spoke;

    // Of the event being read.
    private @Nullable Usage usage;
    private @Nullable UsageCounts newer;
    private boolean error;
    private String type = "";
    private @Nullable String part;
    private boolean says;
    private boolean stops;

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
        part = null;
        says = false;
        stops = false;
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
            case "error" -> error |= Json.present(value);
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
            case "text", "partial_json" -> says |= said.answer(value);
            case "thinking" -> says |= said.thinking(value);
            case "name" -> said.answer(value);
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
    public boolean complete() {
        return false;
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
        return NOTHING;
    }

    @Override
    public byte[] failure(Refusal refusal, boolean first) {
        return error(ErrorShape.body(refusal, requestId, List.of()));
    }

    static byte[] error(String data) {
        return Json.utf8("event: error\ndata: " + data + "\n\n");
    }
}
