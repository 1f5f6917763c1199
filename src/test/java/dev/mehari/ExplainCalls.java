package dev.mehari;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Random requests in every protocol, good ones and such as are refused. */
final class ExplainCalls {
    /**
     * @param key name of the key
     */
    record Request(String method, String path, Map<String, String> headers, String body, String key) {
        @Override
        public String toString() {
            return method + " " + path + " as " + key + " " + headers + "\n" + body;
        }
    }

    private final ExplainDice dice;

    ExplainCalls(ExplainDice dice) {
        this.dice = dice;
    }

    Request next() {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
        if (dice.in(30)) {
            headers.put("X-Tier", dice.one(List.of("gold", "trial")));
        }
        if (dice.in(10)) {
            headers.put("x-thinking", dice.one(List.of("field", "tags", "none", "loud")));
        }
        if (dice.in(15)) {
            headers.put("x-mehari-fallbacks", dice.one(List.of("m1", "o2/gpt-4.1, m4", "nobody")));
        }
        String key = dice.one(List.of("all", "all", "narrow", "through", "default", "disabled", "readonly"));
        String model = dice.in(6)
                ? dice.one(List.of("nobody", "M1", ""))
                : dice.in(15) ? dice.one(ExplainDice.TARGETS) : dice.in(10) ? "gpt-4.1-mini" : "m" + dice.below(6);
        return switch (dice.below(9)) {
            case 0, 1, 2 -> post("/v1/chat/completions", headers, chat(model), key);
            case 3, 4 -> {
                headers.put("anthropic-version", "2023-06-01");
                yield post(dice.in(15) ? "/v1/messages/count_tokens" : "/v1/messages", headers, messages(model), key);
            }
            case 5 -> {
                String verb = dice.one(List.of("generateContent", "streamGenerateContent?alt=sse", "countTokens"));
                yield post("/v1beta/models/" + model.replace("/", "%2F") + ":" + verb, headers, gemini(), key);
            }
            case 6 -> post("/v1/responses", headers, responses(model), key);
            case 7 ->
                dice.in(50)
                        ? post("/v1/embeddings", headers, "{\"model\":\"" + model + "\",\"input\":\"warm\"}", key)
                        : post("/v1/completions", headers, "{\"model\":\"" + model + "\",\"prompt\":\"It is\"}", key);
            default ->
                dice.in(50)
                        ? new Request(
                                "GET", "/" + dice.one(List.of("o1", "a1", "off")) + "/v1/models", headers, "", key)
                        : post("/o2/v1/chat/completions", headers, chat("gpt-4.1"), key);
        };
    }

    private static Request post(String path, Map<String, String> headers, String body, String key) {
        return new Request("POST", path, headers, body, key);
    }

    private String chat(String model) {
        List<String> members = new ArrayList<>();
        if (!model.isEmpty()) {
            members.add("\"model\": \"" + model + "\"");
        }
        List<String> turns = new ArrayList<>();
        if (dice.in(30)) {
            turns.add("{\"role\":\"system\",\"content\":\"Be warm.\"}");
        }
        turns.add("{\"role\":\"user\",\"content\":\"Is it warm?\"}");
        if (dice.in(30)) {
            turns.add("{\"role\":\"assistant\",\"content\":\"Yes.\"}");
            turns.add("{\"role\":\"user\",\"content\":\"Sure?\"}");
        }
        members.add("\"messages\":  [" + String.join(",", turns) + "]");
        maybe(members, 30, "\"temperature\":0.50");
        maybe(members, 20, "\"top_p\":0.9");
        maybe(members, 15, "\"seed\":7");
        maybe(members, 25, "\"max_tokens\":64");
        maybe(members, 30, "\"stream\":true");
        maybe(members, 15, "\"stop\":[\"END\"]");
        maybe(members, 10, "\"user\":\"u-1\"");
        maybe(
                members,
                20,
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"temperature\",\"parameters\":{\"type\":\"object\","
                        + "\"properties\":{\"city\":{\"type\":\"string\"}}}}}]");
        return object(members);
    }

    private String messages(String model) {
        List<String> members = new ArrayList<>(List.of(
                "\"model\":\"" + model + "\"", "\"messages\":[{\"role\":\"user\",\"content\":\"Is it warm?\"}]"));
        members.add("\"max_tokens\":64");
        maybe(members, 30, "\"system\":\"Be warm.\"");
        maybe(members, 20, "\"top_k\":4");
        maybe(members, 30, "\"stream\":true");
        return object(members);
    }

    private String gemini() {
        List<String> members =
                new ArrayList<>(List.of("\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Is it warm?\"}]}]"));
        maybe(members, 30, "\"generationConfig\":{\"temperature\":0.4,\"maxOutputTokens\":64}");
        return object(members);
    }

    private String responses(String model) {
        List<String> members = new ArrayList<>(List.of("\"model\":\"" + model + "\"", "\"input\":\"Is it warm?\""));
        maybe(members, 30, "\"instructions\":\"Be warm.\"");
        maybe(members, 30, "\"stream\":true");
        maybe(members, 20, "\"background\":true");
        return object(members);
    }

    private void maybe(List<String> members, int percent, String member) {
        if (dice.in(percent)) {
            members.add(member);
        }
    }

    private static String object(List<String> members) {
        return "{" + String.join(", ", members) + "}";
    }
}
