package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Ability;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.History;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import dev.mehari.protocol.chat.Written;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a generateContent request. */
final class RequestWriter {
    private static final int LONGEST_NAME = 128;

    private final ChatRequest request;
    private final Aim aim;
    private final Losses losses;
    private final ToolNames names = new ToolNames(LONGEST_NAME, ".:", true);

    RequestWriter(ChatRequest request, Aim aim, Losses losses) {
        this.request = Ability.of(request, aim, losses);
        this.aim = aim;
        this.losses = losses;
    }

    Written write() {
        List<Turn> system = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        part(History.settled(request.turns()), system, turns);
        ArrayNode instructions = instructions(system);
        ArrayNode contents = new TurnWriter(names, aim.capabilities(), losses).write(turns);
        if (contents.isEmpty()) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "the conversation says nothing");
        }
        ToolWriter tools = new ToolWriter(names, aim, losses);
        ArrayNode declared = tools.tools(request);
        ObjectNode calling = tools.config(request.toolChoice(), !declared.isEmpty());
        loseParallel();
        Options options = request.options().copy();
        // Named where the contents are written.
        options.take(Option.PREFILL);
        ObjectNode config = new SettingWriter(options, aim.capabilities(), losses).write(request);
        String tier = tier(options);
        options.loseRest(losses);
        ObjectNode body = Tree.object();
        if (!instructions.isEmpty()) {
            body.putObject("systemInstruction").set("parts", instructions);
        }
        body.set("contents", contents);
        if (!declared.isEmpty()) {
            body.set("tools", declared);
        }
        if (!calling.isEmpty()) {
            body.set("toolConfig", calling);
        }
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        if (tier != null) {
            body.put("serviceTier", tier);
        }
        return new Written(body, names.changed(), tools.texts());
    }

    /**
     * Gemini has one place for what the operator says, before everything else. What changes there with every turn leaves
     * nothing to the cache of prompts, so that it can be had as the user's too, where it was said.
     */
    private void part(List<Turn> settled, List<Turn> system, List<Turn> turns) {
        for (Turn turn : settled) {
            if (turn.role() != Role.SYSTEM) {
                turns.add(turn);
                continue;
            }
            if (!turns.isEmpty() && aim.has(Quirk.SYSTEM_FIRST)) {
                losses.add(turn.at(), Loss.Action.APPROXIMATED);
                turns.add(new Turn(Role.USER, turn.parts(), turn.at()));
                continue;
            }
            if (!turns.isEmpty()) {
                losses.add(turn.at(), Loss.Action.MOVED);
            }
            system.add(turn);
        }
        if (turns.isEmpty() && !system.isEmpty()) {
            Turn last = system.removeLast();
            turns.add(new Turn(Role.USER, last.parts(), last.at()));
            losses.add(last.at(), Loss.Action.MOVED);
        }
    }

    private ArrayNode instructions(List<Turn> system) {
        ArrayNode parts = Tree.array();
        for (Turn turn : system) {
            for (Content part : turn.parts()) {
                if (!(part instanceof Content.Text text)) {
                    throw Refusal.of(
                            ErrorKind.UNSUPPORTED_CONTENT,
                            "System messages can only be text here (\"" + part.at() + "\").",
                            part.at());
                }
                if (text.cache() != null) {
                    losses.dropped(text.cache().at());
                }
                if (!text.text().isBlank()) {
                    parts.add(Parts.text(text.text()));
                }
            }
        }
        String format =
                new FormatWriter(aim.capabilities(), !request.tools().isEmpty(), losses).instruction(request.format());
        if (format != null) {
            parts.add(Parts.text(format));
        }
        return parts;
    }

    /** Null for none, and for the one that is usual anyway. */
    private static @Nullable String tier(Options options) {
        Given<JsonNode> given = options.peek(Option.SERVICE_TIER);
        String word = given == null ? "" : given.value().asText();
        switch (word) {
            case "auto", "default", "flex", "priority" -> options.take(Option.SERVICE_TIER);
            default -> {
                return null;
            }
        }
        return word.equals("auto") ? null : word.equals("default") ? "standard" : word;
    }

    private void loseParallel() {
        Given<Boolean> parallel = request.parallel();
        if (parallel != null && !parallel.value() && !request.tools().isEmpty()) {
            losses.dropped(parallel.at());
        }
    }
}
