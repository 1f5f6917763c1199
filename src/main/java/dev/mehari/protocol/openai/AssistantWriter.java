package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import dev.mehari.protocol.openaicommon.CallIds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what the model said earlier. */
final class AssistantWriter {
    private final ToolWriter tools;
    private final Aim aim;
    private final Losses losses;
    private final List<Content> moved = new ArrayList<>();
    private boolean thought;
    /** Of a thought, for the next call; null for none. */
    private @Nullable JsonNode signature;

    AssistantWriter(ToolWriter tools, Aim aim, Losses losses) {
        this.tools = tools;
        this.aim = aim;
        this.losses = losses;
    }

    /** @param inLoop whether it stands behind the last message of the user */
    ObjectNode message(Turn turn, boolean inLoop) {
        ObjectNode message = Tree.object().put("role", "assistant").putNull("content");
        StringBuilder text = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        List<String> thinking = new ArrayList<>();
        ArrayNode calls = Tree.array();
        for (Content part : turn.parts()) {
            switch (part) {
                case Content.Text said -> {
                    text.append(said.text());
                    if (said.cache() != null) {
                        losses.dropped(said.cache().at());
                    }
                }
                case Content.Refused refused -> refusal.append(refused.text());
                case Content.Thinking thoughts -> think(thoughts, inLoop, thinking, message);
                case Content.ToolCall call -> calls.add(call(call));
                case Content.Image image -> move(image);
                case Content.Audio audio -> move(audio);
                case Content.Video video -> move(video);
                case Content.Document document -> move(document);
                case Content.Foreign foreign -> foreign(foreign, message);
                case Content.ToolResult result -> losses.dropped(result.at());
            }
        }
        if (signature != null) {
            sign(message, signature);
            signature = null;
        }
        said(message, text, refusal, calls.isEmpty());
        if (!thinking.isEmpty()) {
            message.put("reasoning_content", String.join("\n\n", thinking));
            thought = true;
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }

    private void said(ObjectNode message, StringBuilder text, StringBuilder refusal, boolean silent) {
        if (!refusal.isEmpty() && aim.has(Quirk.NO_EXTRAS)) {
            text.append(refusal);
        } else if (!refusal.isEmpty()) {
            message.put("refusal", refusal.toString());
        }
        if (!text.isEmpty() || (silent && !message.has("refusal") && !message.has("audio"))) {
            message.put("content", text.toString());
        }
    }

    /** Signed thinking is for who signed it; its text may be for others. */
    private void think(Content.Thinking thoughts, boolean inLoop, List<String> thinking, ObjectNode message) {
        boolean wanted = aim.has(Quirk.REASONING_CONTENT) || (inLoop && aim.has(Quirk.REASONING_IN_LOOP));
        boolean signed = takes(thoughts.carrier());
        if (thoughts.carrier() instanceof Carrier(Protocol origin, JsonNode raw) && signed) {
            if (origin == Protocol.GEMINI) {
                signature = raw;
            } else {
                message.withArray(Parts.DETAILS).addAll((ArrayNode) raw);
            }
        }
        if (wanted && !thoughts.text().isEmpty()) {
            thinking.add(thoughts.text());
        } else if (!signed) {
            losses.dropped(thoughts.at());
        }
    }

    /** Whether the upstream is the one that wants it back. */
    private boolean takes(@Nullable Carrier carrier) {
        return carrier != null
                && switch (carrier.origin()) {
                    case GEMINI -> aim.has(Quirk.GOOGLE_SIGNATURES);
                    case OPENAI_CHAT -> aim.has(Quirk.REASONING_OBJECT);
                    case ANTHROPIC_MESSAGES, OPENAI_RESPONSES, OPENAI_COMPLETIONS -> false;
                };
    }

    /** Gives Google back its signature: on the call that it signs, or else on the message. */
    private void sign(ObjectNode owner, JsonNode given) {
        owner.set("extra_content", Parts.signature(new Carrier(Protocol.GEMINI, given)));
    }

    private ObjectNode call(Content.ToolCall call) {
        if (call.cache() != null) {
            losses.dropped(call.cache().at());
        }
        ObjectNode written = Tree.object().put("id", CallIds.fit(call.id()));
        tools.call(call, written);
        if (call.carrier() instanceof Carrier(Protocol origin, JsonNode raw) && takes(call.carrier())) {
            sign(written, raw);
        } else if (signature != null) {
            sign(written, signature);
            signature = null;
        }
        return written;
    }

    private void move(Content part) {
        losses.add(part.at(), Loss.Action.MOVED);
        moved.add(part);
    }

    /** What this protocol's own clients send back, to who made it; what servers of others ran is told by its result. */
    private void foreign(Content.Foreign foreign, ObjectNode message) {
        boolean known =
                foreign.origin() == Protocol.OPENAI_CHAT && foreign.type().equals("audio") && !aim.has(Quirk.NO_EXTRAS);
        if (known) {
            message.set(foreign.type(), foreign.raw());
        } else {
            losses.dropped(foreign.at());
        }
    }

    boolean thought() {
        return thought;
    }

    List<Content> takeMoved() {
        List<Content> taken = List.copyOf(moved);
        moved.clear();
        return taken;
    }
}
