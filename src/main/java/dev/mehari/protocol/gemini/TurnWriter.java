package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.History;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.TextTool;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes {@code contents}: user and model in turns, the user first. One request. */
final class TurnWriter {
    private final ToolNames names;
    private final boolean levels;
    private final Losses losses;
    private final Map<String, String> called = new HashMap<>();

    TurnWriter(ToolNames names, Capabilities capabilities, Losses losses) {
        this.names = names;
        this.levels = capabilities.thinking().contains("level");
        this.losses = losses;
    }

    /** @param turns settled, without those of the operator */
    ArrayNode write(List<Turn> turns) {
        List<Turn> merged = History.merged(turns);
        int current = lastQuestion(merged);
        ArrayNode contents = Tree.array();
        Turn last = null;
        for (int i = 0; i < merged.size(); i++) {
            Turn turn = merged.get(i);
            ArrayNode parts = turn.role() == Role.ASSISTANT ? model(turn, i > current) : user(turn);
            if (parts.isEmpty()) {
                continue;
            }
            String role = turn.role() == Role.ASSISTANT ? "model" : "user";
            if (contents.isEmpty() && role.equals("model")) {
                losses.add(turn.at(), Loss.Action.EMULATED);
                contents.addObject()
                        .put("role", "user")
                        .putArray("parts")
                        .addObject()
                        .put("text", " ");
            }
            if (contents.path(contents.size() - 1).path("role").asText().equals(role)) {
                ((ArrayNode) contents.get(contents.size() - 1).get("parts")).addAll(parts);
            } else {
                contents.addObject().put("role", role).set("parts", parts);
            }
            last = turn;
        }
        if (last != null && last.role() == Role.ASSISTANT) {
            losses.add(last.at(), Loss.Action.APPROXIMATED);
        }
        return contents;
    }

    /** Behind it is what Gemini calls the current turn; results of tools go on with one. */
    private static int lastQuestion(List<Turn> turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            Turn turn = turns.get(i);
            if (turn.role() == Role.USER
                    && turn.parts().stream().noneMatch(part -> part instanceof Content.ToolResult)) {
                return i;
            }
        }
        return -1;
    }

    private ArrayNode model(Turn turn, boolean current) {
        ArrayNode out = Tree.array();
        SignaturePlaces signatures = new SignaturePlaces(turn.parts());
        boolean first = true;
        for (int i = 0; i < turn.parts().size(); i++) {
            Content part = turn.parts().get(i);
            String signature = signatures.on(i);
            if (part instanceof Content.ToolCall call) {
                ObjectNode written = call(call);
                out.add(written);
                if (signature == null && first && current && levels) {
                    signature = Signatures.NONE;
                    losses.add(call.sealAt(), Loss.Action.EMULATED);
                }
                first = false;
                sign(written, signature);
            } else {
                ObjectNode written = said(part, signature != null);
                if (written != null) {
                    sign(written, signature);
                    out.add(written);
                }
            }
        }
        return out;
    }

    private static void sign(ObjectNode part, @Nullable String signature) {
        if (signature != null) {
            part.put("thoughtSignature", signature);
        }
    }

    private ArrayNode user(Turn turn) {
        ArrayNode out = Tree.array();
        ArrayNode behind = Tree.array();
        for (Content part : turn.parts()) {
            if (part instanceof Content.ToolResult result) {
                out.add(new ResultWriter(levels, losses).write(result, called(result), behind));
            }
        }
        out.addAll(behind);
        for (Content part : turn.parts()) {
            if (part instanceof Content.Foreign foreign && foreign.origin() != Protocol.GEMINI) {
                throw ResultWriter.unsupported(foreign);
            }
            ObjectNode written = part instanceof Content.ToolResult ? null : said(part, false);
            if (written != null) {
                out.add(written);
            }
        }
        return out;
    }

    private String called(Content.ToolResult result) {
        return Objects.requireNonNullElse(called.get(result.callId()), result.callId());
    }

    /** Null when it says nothing, or nothing that Gemini can be told; then that is named. */
    private @Nullable ObjectNode said(Content part, boolean signed) {
        if (part.cache() != null) {
            losses.dropped(part.cache().at());
        }
        return switch (part) {
            case Content.Text text -> text.text().isBlank() && !signed ? null : Parts.text(text.text());
            case Content.Refused refused -> refused.text().isBlank() ? null : Parts.text(refused.text());
            case Content.Thinking thinking -> thinking(thinking, signed);
            case Content.Image image -> MediaWriter.write(image, losses);
            case Content.Audio audio -> MediaWriter.write(audio, losses);
            case Content.Video video -> MediaWriter.write(video, losses);
            case Content.Document document -> MediaWriter.write(document, losses);
            case Content.Foreign foreign -> foreign(foreign);
            case Content.ToolCall call -> call(call);
            case Content.ToolResult result -> throw new IllegalArgumentException("no result: " + result.at());
        };
    }

    /** Google wants its signature back, not the text that it stands for. */
    private @Nullable ObjectNode thinking(Content.Thinking thinking, boolean signed) {
        if (signed) {
            return thinking.text().isEmpty() ? Parts.text("") : Parts.thought(thinking.text());
        }
        if (Signatures.own(thinking.carrier()) == null) {
            losses.dropped(thinking.at());
        }
        return null;
    }

    private @Nullable ObjectNode foreign(Content.Foreign foreign) {
        if (foreign.origin() == Protocol.GEMINI && foreign.raw() instanceof ObjectNode raw) {
            return raw.deepCopy();
        }
        losses.dropped(foreign.at());
        return null;
    }

    private ObjectNode call(Content.ToolCall call) {
        if (call.cache() != null) {
            losses.dropped(call.cache().at());
        }
        String name = names.out(call.name());
        called.put(call.id(), name);
        ObjectNode part = Tree.object();
        ObjectNode function =
                part.putObject("functionCall").put("id", call.id()).put("name", name);
        if (call.custom()) {
            function.set("args", TextTool.arguments(call.arguments()));
            return part;
        }
        JsonNode args = call.arguments().isBlank() ? Tree.object() : Tree.parse(call.arguments());
        if (args == null || !args.isObject()) {
            losses.add(call.at(), Loss.Action.APPROXIMATED);
            args = Tree.object();
        }
        function.set("args", args);
        return part;
    }
}
