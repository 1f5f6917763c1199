package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a request, one turn each. */
final class TurnReader {
    private final Losses losses;
    private final PartReader parts;

    /** Where Google's own compatible endpoint has what it wants back with a call. */
    private static final String SIGNATURE = ".extra_content.google.thought_signature";

    /** Ids of the calls of functions, which had none of their own, by the function's name. */
    private final Map<String, String> legacy = new HashMap<>();

    TurnReader(Losses losses) {
        this.losses = losses;
        this.parts = new PartReader(losses);
    }

    List<Turn> turns(List<Fields> messages) {
        List<Turn> turns = new ArrayList<>(messages.size());
        for (Fields message : messages) {
            Turn turn = turn(message, turns.size());
            message.loseRest(losses);
            turns.add(turn);
        }
        return turns;
    }

    private Turn turn(Fields message, int index) {
        return switch (message.needText("role")) {
            case "system", "developer" -> said(Role.SYSTEM, message);
            case "user" -> said(Role.USER, message);
            case "assistant" -> assistant(message, index);
            case "tool" -> result(message, message.needText("tool_call_id"));
            case "function" -> result(message, legacyId(message));
            default ->
                throw Fields.wrong(
                        message.at("role"),
                        "one of \"system\", \"developer\", \"user\", \"assistant\", \"tool\", \"function\"");
        };
    }

    private Turn said(Role role, Fields message) {
        message.need("content");
        return new Turn(role, parts.parts(message, "content"), message.path());
    }

    private Turn result(Fields message, String id) {
        return new Turn(
                Role.USER,
                List.of(new Content.ToolResult(id, parts.parts(message, "content"), false, null, message.path())),
                message.path());
    }

    private String legacyId(Fields message) {
        String name = message.needText("name");
        String id = legacy.get(name);
        if (id == null) {
            throw Refusal.of(
                    ErrorKind.INVALID_REQUEST,
                    "\"" + message.path() + "\" is the result of the function \"" + name
                            + "\" that was not called before it",
                    message.at("name"));
        }
        return id;
    }

    private Turn assistant(Fields message, int index) {
        // What an answer says about itself, and what clients send back with it.
        message.ignore("annotations");
        List<Content> all = new ArrayList<>(ThinkingReader.thinking(message));
        List<Content> said = ThinkingReader.cleaned(parts.parts(message, "content"), all);
        Carrier signature = signature(message);
        if (signature != null) {
            all.add(new Content.Thinking("", signature, message.at("extra_content")));
        }
        all.addAll(said);
        String refusal = message.text("refusal");
        if (refusal != null) {
            all.add(new Content.Refused(refusal, message.at("refusal")));
        }
        JsonNode audio = message.get("audio");
        if (audio != null && !audio.isEmpty()) {
            all.add(new Content.Foreign(Protocol.OPENAI_CHAT, "audio", audio, message.at("audio")));
        }
        all.addAll(parts.parts(message, "images"));
        for (Fields call : message.objects("tool_calls")) {
            all.add(call(call));
        }
        Fields function = message.object("function_call");
        if (function != null) {
            String id = "call_legacy_" + index;
            legacy.put(function.needText("name"), id);
            all.add(function(function, id, null, null, function.path()));
        }
        return new Turn(Role.ASSISTANT, all, message.path());
    }

    private Content.ToolCall call(Fields call) {
        call.ignore("index");
        String id = call.needText("id");
        if (id.isEmpty()) {
            throw Fields.wrong(call.at("id"), "a string that is not empty");
        }
        Carrier signature = signature(call);
        Cache cache = CacheMarks.read(call);
        String type = call.text("type");
        Content.ToolCall read;
        if ("custom".equals(type)) {
            Fields custom = Fields.of(call.need("custom"), call.at("custom"));
            String input = custom.text("input");
            read = new Content.ToolCall(
                    id,
                    custom.needText("name"),
                    input == null ? "" : input,
                    true,
                    signature,
                    cache,
                    call.path(),
                    call.path() + SIGNATURE);
            custom.loseRest(losses);
        } else {
            read = function(Fields.of(call.need("function"), call.at("function")), id, signature, cache, call.path());
        }
        call.loseRest(losses);
        return read;
    }

    private Content.ToolCall function(
            Fields function, String id, @Nullable Carrier carrier, @Nullable Cache cache, String at) {
        JsonNode arguments = function.get("arguments");
        String text = "";
        if (arguments != null) {
            text = arguments.isTextual() ? arguments.textValue() : Tree.text(arguments);
        }
        Content.ToolCall call =
                new Content.ToolCall(id, function.needText("name"), text, false, carrier, cache, at, at + SIGNATURE);
        function.loseRest(losses);
        return call;
    }

    /** Gemini's signature, where Google's own compatible endpoint has it. */
    private @Nullable Carrier signature(Fields owner) {
        Fields extra = owner.object("extra_content");
        Fields google = extra == null ? null : extra.object("google");
        if (extra == null || google == null) {
            return null;
        }
        JsonNode signature = google.get("thought_signature");
        google.loseRest(losses);
        extra.loseRest(losses);
        return signature == null || !signature.isTextual() ? null : new Carrier(Protocol.GEMINI, signature);
    }
}
