package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.TextTool;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import org.jspecify.annotations.Nullable;

/** Writes the blocks of turns. */
final class PartWriter {
    private final ToolNames names;
    private final CacheMarks marks;
    private final Losses losses;

    PartWriter(ToolNames names, CacheMarks marks, Losses losses) {
        this.names = names;
        this.marks = marks;
        this.losses = losses;
    }

    /**
     * A text of the operator's.
     *
     * @throws Refusal {@code UNSUPPORTED_CONTENT} when it is no text
     */
    ObjectNode system(Content part) {
        return switch (part) {
            case Content.Text text -> text(text);
            case Content.Refused refused -> Parts.text(refused.text());
            default -> throw unsupported(part, "a system message holds text only");
        };
    }

    void write(Turn turn, ArrayNode out) {
        SignedThinking thinking = SignedThinking.of(turn);
        thinking.front().forEach(out::add);
        for (Content part : turn.parts()) {
            if (part instanceof Content.Thinking thought) {
                if (!thinking.write(thought, out)) {
                    losses.dropped(thought.at());
                }
                continue;
            }
            JsonNode block = block(part, turn.role());
            if (block instanceof ObjectNode object) {
                out.add(marks.on(object, part.cache()));
            }
        }
    }

    /** Whether what is written of the turn begins with thinking that Anthropic signed. */
    static boolean startsWithThinking(Turn turn) {
        SignedThinking thinking = SignedThinking.of(turn);
        return !thinking.front().isEmpty()
                || (turn.parts().getFirst() instanceof Content.Thinking first
                        && SignedThinking.signed(first.carrier()));
    }

    /** Null for what is left out; that has been noted. */
    private @Nullable JsonNode block(Content part, Role role) {
        return switch (part) {
            case Content.Text text -> Parts.text(text.text());
            case Content.Refused refused -> Parts.text(refused.text());
            case Content.Image image -> image(user(image, role));
            case Content.Document document -> MediaWriter.document(user(document, role));
            case Content.ToolCall call -> call(call);
            case Content.ToolResult result -> result(result);
            case Content.Foreign foreign -> foreign(foreign, role);
            case Content.Audio audio -> throw unsupported(audio, "this model does not listen to audio");
            case Content.Video video -> throw unsupported(video, "this model does not look at video");
            case Content.Thinking thinking -> throw new IllegalStateException("written before");
        };
    }

    private ObjectNode text(Content.Text text) {
        return marks.on(Parts.text(text.text()), text.cache());
    }

    private ObjectNode image(Content.Image image) {
        Given<String> detail = image.detail();
        if (detail != null && !detail.value().equals("auto")) {
            losses.dropped(detail.at());
        }
        return MediaWriter.image(image);
    }

    private ObjectNode call(Content.ToolCall call) {
        JsonNode input = input(call);
        return Tree.object()
                .put("type", "tool_use")
                .put("id", CallIds.fit(call.id()))
                .put("name", names.out(call.name()))
                .set("input", input);
    }

    private JsonNode input(Content.ToolCall call) {
        if (call.custom()) {
            return TextTool.arguments(call.arguments());
        }
        if (call.arguments().isBlank()) {
            return Tree.object();
        }
        JsonNode input = Tree.parse(call.arguments());
        if (input != null && input.isObject()) {
            return input;
        }
        losses.add(call.at(), Loss.Action.APPROXIMATED);
        return Tree.object();
    }

    private ObjectNode result(Content.ToolResult result) {
        ObjectNode block = Tree.object().put("type", "tool_result").put("tool_use_id", CallIds.fit(result.callId()));
        ArrayNode content = Tree.array();
        for (Content part : result.parts()) {
            if (!Conversation.says(part)) {
                continue;
            }
            JsonNode inner = switch (part) {
                case Content.Text text -> Parts.text(text.text());
                case Content.Image image -> image(image);
                case Content.Document document -> MediaWriter.document(document);
                case Content.Foreign foreign -> foreign(foreign, Role.USER);
                default -> throw unsupported(part, "a result of a tool holds texts, images and documents");
            };
            if (inner instanceof ObjectNode object) {
                content.add(marks.on(object, part.cache()));
            }
        }
        if (!content.isEmpty()) {
            block.set("content", content);
        }
        if (result.error()) {
            block.put("is_error", true);
        }
        return block;
    }

    /** What servers of others ran is told by what the model says of it; what the user shows must not be missing. */
    private @Nullable JsonNode foreign(Content.Foreign foreign, Role role) {
        if (foreign.origin() == Protocol.ANTHROPIC_MESSAGES) {
            return foreign.raw().deepCopy();
        }
        if (role != Role.ASSISTANT) {
            throw unsupported(foreign, "\"" + foreign.type() + "\" is another provider's");
        }
        losses.dropped(foreign.at());
        return null;
    }

    private static <T extends Content> T user(T part, Role role) {
        if (role == Role.ASSISTANT) {
            throw unsupported(part, "images and documents are the user's");
        }
        return part;
    }

    static Refusal unsupported(Content part, String why) {
        return Refusal.of(ErrorKind.UNSUPPORTED_CONTENT, "\"" + part.at() + "\" cannot be sent: " + why, part.at());
    }
}
