package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the parts of contents, in their order in the conversation. One request. */
final class PartReader {
    private final Losses losses;
    private final CallIds ids = new CallIds();

    PartReader(Losses losses) {
        this.losses = losses;
    }

    List<Content> read(List<Fields> parts, Role role) {
        List<Content> out = new ArrayList<>();
        if (role == Role.ASSISTANT && parts.stream().anyMatch(part -> part.get("functionCall") != null)) {
            ids.nextTurn();
        }
        for (Fields part : parts) {
            read(part, out);
            part.loseRest(losses);
        }
        return out;
    }

    private void read(Fields part, List<Content> out) {
        Carrier carrier = Signatures.read(part.text("thoughtSignature"));
        String text = part.text("text");
        Fields call = part.object("functionCall");
        Fields result = part.object("functionResponse");
        Fields blob = part.object("inlineData");
        Fields file = part.object("fileData");
        if (given(text, call, result, blob, file) > 1) {
            throw Fields.wrong(part.path(), "one of text, functionCall, functionResponse, inlineData and fileData");
        }
        boolean thought = part.isTrue("thought");
        if (text != null && thought) {
            think(out, text, carrier, part.path());
        } else if (call != null) {
            boolean own = carrier != null && carrier.origin() == Protocol.GEMINI;
            sign(out, own ? null : carrier, part.path());
            out.add(call(call, own ? carrier : null, part.path()));
        } else {
            sign(out, carrier, part.path());
            if (text != null) {
                if (!text.isEmpty()) {
                    out.add(new Content.Text(text, null, part.path()));
                }
            } else if (result != null) {
                out.add(result(result, part.path()));
            } else if (blob != null) {
                out.add(MediaReader.inline(blob, detail(part), part.path(), losses));
            } else if (file != null) {
                out.add(MediaReader.file(file, detail(part), part.path(), losses));
            } else {
                foreign(part, out);
            }
        }
    }

    private static int given(@Nullable Object... data) {
        int given = 0;
        for (Object one : data) {
            given += one == null || one.equals("") ? 0 : 1;
        }
        return given;
    }

    private static void think(List<Content> out, String text, @Nullable Carrier carrier, String at) {
        // A client that collected a stream has one thought in many parts.
        if (!out.isEmpty() && out.getLast() instanceof Content.Thinking before && before.carrier() == null) {
            out.set(out.size() - 1, new Content.Thinking(before.text() + text, carrier, before.at()));
        } else {
            out.add(new Content.Thinking(text, carrier, at));
        }
    }

    /**
     * Puts a signature that is not a call's own where it belongs: Google's in front of the part, another provider's to
     * the first thought that has none. Where the client has kept no thought, the first of them stands in front of the
     * turn: other models think before they say anything.
     */
    private static void sign(List<Content> out, @Nullable Carrier carrier, String at) {
        if (carrier == null) {
            return;
        }
        boolean foreign = carrier.origin() != Protocol.GEMINI;
        for (int i = 0; foreign && i < out.size(); i++) {
            if (out.get(i) instanceof Content.Thinking thought && thought.carrier() == null) {
                out.set(i, new Content.Thinking(thought.text(), carrier, thought.at()));
                return;
            }
        }
        boolean first = foreign && out.stream().noneMatch(Content.Thinking.class::isInstance);
        out.add(first ? 0 : out.size(), new Content.Thinking("", carrier, at));
    }

    private Content call(Fields call, @Nullable Carrier carrier, String at) {
        String name = call.needText("name");
        JsonNode args = call.get("args");
        if (args != null && !args.isObject()) {
            throw Fields.wrong(call.at("args"), "an object");
        }
        String id = ids.called(call.text("id"), name);
        call.loseRest(losses);
        return new Content.ToolCall(
                id, name, args == null ? "" : Tree.text(args), false, carrier, null, at, at + ".thoughtSignature");
    }

    private Content result(Fields result, String at) {
        String id = ids.answered(result.text("id"), result.text("name"), at);
        List<Content> parts = new ArrayList<>();
        JsonNode response = result.get("response");
        if (response != null && !response.isObject()) {
            throw Fields.wrong(result.at("response"), "an object");
        }
        boolean error = response != null && response.size() == 1 && response.hasNonNull("error");
        String text = response == null ? "" : unwrapped(response);
        if (!text.isEmpty()) {
            parts.add(new Content.Text(text, null, result.at("response")));
        }
        for (Fields part : Repeated.objects(result, "parts")) {
            Fields blob = part.object("inlineData");
            Fields file = part.object("fileData");
            if (blob != null) {
                parts.add(MediaReader.inline(blob, null, part.path(), losses));
            } else if (file != null) {
                parts.add(MediaReader.file(file, null, part.path(), losses));
            }
            part.loseRest(losses);
        }
        result.loseRest(losses);
        return new Content.ToolResult(id, parts, error, null, at);
    }

    /** The text that a client wrapped because a response has to be an object; anything else as JSON. */
    private static String unwrapped(JsonNode response) {
        if (response.size() == 1) {
            for (String name : List.of("output", "result", "error")) {
                if (response.path(name).isTextual()) {
                    return response.path(name).textValue();
                }
            }
        }
        return Tree.text(response);
    }

    private @Nullable Given<String> detail(Fields part) {
        Fields resolution = part.object("mediaResolution");
        String level = resolution == null ? null : resolution.text("level");
        if (resolution == null || level == null) {
            return null;
        }
        resolution.loseRest(losses);
        return switch (level) {
            case "MEDIA_RESOLUTION_LOW" -> new Given<>("low", resolution.path());
            case "MEDIA_RESOLUTION_HIGH", "MEDIA_RESOLUTION_ULTRA_HIGH" -> new Given<>("high", resolution.path());
            default -> new Given<>("auto", resolution.path());
        };
    }

    private static void foreign(Fields part, List<Content> out) {
        for (String name : List.of("executableCode", "codeExecutionResult", "toolCall", "toolResponse")) {
            if (part.get(name) != null) {
                out.add(new Content.Foreign(Protocol.GEMINI, name, part.raw(), part.path()));
            }
        }
    }
}
