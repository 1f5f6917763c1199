package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Script.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** generateContent, as Google sends it. */
final class GeminiSpeaker implements Speaker {
    @Override
    public ObjectNode whole(Script script) {
        List<ObjectNode> parts = new ArrayList<>();
        for (Said said : script.said()) {
            switch (said) {
                case Said.Text(String words) -> parts.add(Tree.object().put("text", words));
                case Said.Thought(String words, String seal) -> parts.add(thought(words, seal));
                case Said.Call call -> parts.add(call(call));
            }
        }
        ObjectNode response = response(script, parts);
        ((ObjectNode) response.path("candidates").path(0)).put("finishReason", stop(script.stop()));
        if (script.usage() != null) {
            response.set("usageMetadata", usage(script.usage()));
        }
        return response;
    }

    private static ObjectNode response(Script script, List<ObjectNode> parts) {
        ObjectNode response = Tree.object();
        ObjectNode candidate = response.putArray("candidates").addObject();
        ObjectNode content = candidate.putObject("content");
        ArrayNode list = content.putArray("parts");
        parts.forEach(list::add);
        content.put("role", "model");
        candidate.put("index", 0);
        return response.put("modelVersion", MODEL).put("responseId", script.id());
    }

    private static ObjectNode thought(String words, String seal) {
        ObjectNode part = Tree.object().put("text", words).put("thought", true);
        return seal.isEmpty() ? part : part.put("thoughtSignature", seal);
    }

    private static ObjectNode call(Said.Call call) {
        ObjectNode part = Tree.object();
        part.putObject("functionCall")
                .put("id", call.id())
                .put("name", call.name())
                .set("args", Tree.parse(call.arguments()));
        return part;
    }

    private static String stop(Script.Stop stop) {
        return switch (stop) {
            case END, TOOLS -> "STOP";
            case CAP -> "MAX_TOKENS";
            case FILTER -> "SAFETY";
        };
    }

    private static ObjectNode usage(Usage usage) {
        return Tree.object()
                .put("promptTokenCount", usage.input() + usage.cachedInput())
                .put("cachedContentTokenCount", usage.cachedInput())
                .put("candidatesTokenCount", usage.output())
                .put("thoughtsTokenCount", usage.reasoning())
                .put("totalTokenCount", usage.total());
    }

    @Override
    public List<Line> stream(Script script, Random random) {
        List<ObjectNode> responses = new ArrayList<>();
        for (Said said : script.said()) {
            switch (said) {
                case Said.Text(String words) ->
                    Script.pieces(words, random)
                            .forEach(piece -> add(Tree.object().put("text", piece), script, responses, random));
                case Said.Thought(String words, String seal) -> {
                    List<String> pieces = Script.pieces(words, random);
                    for (int i = 0; i < pieces.size(); i++) {
                        boolean last = i == pieces.size() - 1;
                        add(thought(pieces.get(i), last ? seal : ""), script, responses, random);
                    }
                }
                case Said.Call call -> add(call(call), script, responses, random);
            }
        }
        if (responses.isEmpty() || random.nextBoolean()) {
            boolean without = random.nextInt(3) == 0;
            responses.add(
                    response(script, without ? List.of() : List.of(Tree.object().put("text", ""))));
        }
        ObjectNode last = responses.getLast();
        ((ObjectNode) last.path("candidates").path(0)).put("finishReason", stop(script.stop()));
        Usage usage = script.usage();
        if (usage != null && random.nextBoolean()) {
            responses.forEach(response -> response.set("usageMetadata", usage(usage)));
        } else if (usage != null) {
            last.set("usageMetadata", usage(usage));
        }
        return responses.stream().map(Line::of).toList();
    }

    /** A part in a response of its own, or behind that which came before it. */
    private static void add(ObjectNode part, Script script, List<ObjectNode> responses, Random random) {
        if (!responses.isEmpty() && random.nextInt(4) == 0) {
            ((ArrayNode) responses.getLast().at("/candidates/0/content/parts")).add(part);
        } else {
            responses.add(response(script, List.of(part)));
        }
    }
}
