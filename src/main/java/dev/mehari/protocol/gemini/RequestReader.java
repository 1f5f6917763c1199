package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a generateContent request; member names in camel case and in snake case. */
final class RequestReader {
    private final Losses losses;
    private final Options options = new Options();
    private final PartReader parts;

    private RequestReader(Losses losses) {
        this.losses = losses;
        this.parts = new PartReader(losses);
    }

    static ChatRequest read(JsonNode body, boolean stream, Losses losses) {
        return read(Fields.camel(body, ""), stream, losses);
    }

    /** One that stands within another. */
    static ChatRequest read(Fields body, boolean stream, Losses losses) {
        return new RequestReader(losses).request(body, stream);
    }

    private ChatRequest request(Fields in, boolean stream) {
        in.ignore("model");
        in.need("contents");
        refuse(in, "cachedContent", "content that is cached at Google");
        refuse(in, "continuationToken", "going on with an answer of Google's");
        List<Turn> turns = new ArrayList<>();
        Fields system = in.object("systemInstruction");
        if (system != null) {
            turns.add(turn(system, Role.SYSTEM));
        }
        for (Fields content : Repeated.objects(in, "contents")) {
            turns.add(turn(content, role(content)));
        }
        if (turns.size() == (system == null ? 0 : 1)) {
            throw Fields.wrong("contents", "an array of at least one content");
        }
        ToolReader tools = new ToolReader(losses);
        SettingReader config = new SettingReader(options, losses);
        config.read(in.object("generationConfig"));
        tools.read(in);
        options.put(Option.STORE, in.get("store"), in.at("store"));
        serviceTier(in);
        lose(in, "safetySettings");
        lose(in, "labels");
        in.loseRest(losses);
        return new ChatRequest(
                turns,
                tools.tools(),
                tools.choice(),
                null,
                config.format(),
                config.reasoning(),
                config.stop(),
                options,
                stream);
    }

    private Turn turn(Fields content, Role role) {
        content.ignore("role");
        Turn turn = new Turn(role, parts.read(Repeated.objects(content, "parts"), role), content.path());
        content.loseRest(losses);
        return turn;
    }

    private static Role role(Fields content) {
        String role = content.text("role");
        return switch (role == null ? "" : role) {
            // What older clients call the turn of a tool's result.
            case "", "user", "function", "tool" -> Role.USER;
            case "model" -> Role.ASSISTANT;
            default -> throw Fields.wrong(content.at("role"), "\"user\" or \"model\"");
        };
    }

    private void serviceTier(Fields in) {
        String tier = in.text("serviceTier");
        if (tier == null) {
            return;
        }
        String word = tier.toLowerCase(Locale.ROOT).replace("service_tier_", "");
        if (!word.equals("unspecified")) {
            String openAi = word.equals("standard") ? "default" : word;
            options.put(Option.SERVICE_TIER, TextNode.valueOf(openAi), in.at("serviceTier"));
        }
    }

    private void lose(Fields in, String name) {
        JsonNode value = in.get(name);
        if (value != null && !(value.isContainerNode() && value.isEmpty())) {
            losses.dropped(in.at(name));
        }
    }

    /** Refuses what is a part of the conversation that only Google has. */
    private static void refuse(Fields in, String name, String what) {
        JsonNode value = in.get(name);
        if (value != null && !(value.isTextual() && value.textValue().isEmpty())) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "The target of this model cannot take " + what + " (\"" + in.at(name) + "\").",
                    in.at(name));
        }
    }
}
