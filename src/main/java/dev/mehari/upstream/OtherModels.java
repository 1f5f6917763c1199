package dev.mehari.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Call;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Models that a request names beside the one it is for: OpenRouter, and Anthropic in a beta, go over to them by themselves
 * when that one fails.
 */
final class OtherModels {
    private static final List<String> MEMBERS = List.of("models", "fallbacks");

    private OtherModels() {}

    static List<String> in(Call call) {
        List<String> names = new ArrayList<>();
        for (String member : MEMBERS) {
            // A list is given as its JSON text.
            if (call.field(member) instanceof String text) {
                JsonNode list = Tree.parse(text);
                if (list == null) {
                    names.add(text);
                } else {
                    list.forEach(one -> names.add(
                            one.isTextual()
                                    ? one.textValue()
                                    : one.path("model").asText("")));
                }
            }
        }
        names.removeIf(String::isBlank);
        return names;
    }
}
