package dev.mehari.protocol.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Endings;
import dev.mehari.protocol.ErrorFormat;
import dev.mehari.protocol.EventJudge;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Said;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the events of a streamed completion, of a chat or of a text. */
final class EventReader implements EventJudge {
    private static final byte[] DONE = Json.utf8("[DONE]");
    private static final byte[] NOTHING = new byte[0];

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

    private final JsonFactory json = Json.factory();
    private final Said said = new Said();
    private final boolean hideUsage;
    private final ErrorFormat errors;
    private final Endings choices = new Endings();
    private final Endings inEvent = new Endings();
    private boolean content;

    // Of the event being read.
    private @Nullable Usage usage;
    private boolean hasChoices;
    private boolean hasUsage;
    private boolean hasContent;
    private boolean error;
    private long index;
    private boolean stop;

    EventReader(boolean hideUsage, ErrorFormat errors) {
        this.hideUsage = hideUsage;
        this.errors = errors;
    }

    @Override
    public Verdict judge(WireEvent event) {
        usage = null;
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
        error = event.name().equals("error");
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
                Usage read = UsageReader.read(value);
                usage = read == null ? usage : read;
            }
            case "error" -> error |= Json.present(value);
            // vLLM puts the error at the top.
            case "object" -> error |= "error".equals(value.getText());
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
                    error |= FAILED.contains(member.getText());
                    stop = Json.present(member);
                }
                case "error" -> error |= Json.present(member);
                case "delta", "message" -> Json.object(member, this::delta);
                case "text" -> hasContent |= said.answer(member);
                default -> {}
            }
        });
        inEvent.saw(index, stop);
        hasContent |= stop;
    }

    private void delta(String name, JsonParser value) throws IOException {
        switch (name) {
            case "content", "refusal" -> hasContent |= said.answer(value);
            case "reasoning_content", "reasoning" -> hasContent |= said.thinking(value);
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
            case "name", "arguments", "input" -> said.answer(value);
            default -> {}
        }
    }

    @Override
    public boolean complete() {
        return choices.complete();
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
        return event(errors.body(refusal, List.of()));
    }

    static byte[] event(String data) {
        return Json.utf8("data: " + data + "\n\n");
    }
}
