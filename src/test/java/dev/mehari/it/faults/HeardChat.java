package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;

/** A chat completion as its strictest clients read it. */
final class HeardChat {
    private final Heard heard = new Heard();
    private final TreeMap<Integer, String[]> calls = new TreeMap<>();

    private HeardChat() {}

    static Heard whole(String body) {
        JsonNode root = Heard.json(body);
        if (root.has("error")) {
            Heard failed = new Heard();
            failed.failed(root.get("error"));
            return failed;
        }
        JsonNode choice = root.at("/choices/0");
        JsonNode message = choice.path("message");
        HeardChat reader = new HeardChat();
        reader.say(message, "reasoning_content", "thinking", reader.heard.thinking);
        reader.say(message, "content", "text", reader.heard.text);
        reader.say(message, "refusal", "refusal", reader.heard.refusal);
        return reader.whole(root, choice);
    }

    private Heard whole(JsonNode root, JsonNode choice) {
        JsonNode message = choice.path("message");
        if (message.has("tool_calls")) {
            assertThat(message.get("tool_calls").isEmpty())
                    .as("an empty list of calls")
                    .isFalse();
        }
        for (JsonNode call : message.path("tool_calls")) {
            assertThat(call.path("type").asText()).isEqualTo("function");
            heard.begin("call");
            heard.calls.add(new Heard.Call(
                    call.path("id").asText(),
                    call.at("/function/name").asText(),
                    call.at("/function/arguments").asText()));
        }
        heard.stopped(choice.path("finish_reason").asText());
        heard.usage = root.path("usage");
        heard.complete = true;
        return heard;
    }

    static Heard stream(String body) {
        HeardChat reader = new HeardChat();
        for (Heard.Event event : reader.heard.events(body)) {
            assertThat(reader.heard.complete).as("something behind [DONE]").isFalse();
            if (event.data().equals("[DONE]")) {
                reader.heard.complete = true;
            } else {
                reader.chunk(event.json());
            }
        }
        reader.calls.values().forEach(call -> reader.heard.calls.add(new Heard.Call(call[0], call[1], call[2])));
        return reader.heard;
    }

    private void chunk(JsonNode chunk) {
        if (chunk.has("error")) {
            heard.failed(chunk.get("error"));
            return;
        }
        assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
        if (chunk.path("usage").isObject()) {
            assertThat(heard.usage.isMissingNode()).as("usage twice").isTrue();
            heard.usage = chunk.get("usage");
        }
        for (JsonNode choice : chunk.path("choices")) {
            assertThat(heard.stop).as("more of a choice that has ended").isNull();
            assertThat(choice.has("finish_reason")).isTrue();
            delta(choice.path("delta"));
            if (choice.path("finish_reason").isTextual()) {
                heard.stopped(choice.path("finish_reason").asText());
            }
        }
    }

    private void delta(JsonNode delta) {
        say(delta, "reasoning_content", "thinking", heard.thinking);
        say(delta, "content", "text", heard.text);
        say(delta, "refusal", "refusal", heard.refusal);
        if (delta.has("tool_calls")) {
            assertThat(delta.get("tool_calls").isEmpty())
                    .as("an empty list of calls")
                    .isFalse();
        }
        for (JsonNode piece : delta.path("tool_calls")) {
            int index = piece.path("index").asInt(-1);
            assertThat(index).as("an index left out").isBetween(0, calls.size());
            String[] call = calls.get(index);
            // Clients put together whatever is said twice.
            assertThat(piece.has("id")).isEqualTo(call == null);
            assertThat(piece.path("function").has("name")).isEqualTo(call == null);
            if (call == null) {
                call = new String[] {
                    piece.path("id").asText(), piece.at("/function/name").asText(), ""
                };
                calls.put(index, call);
                heard.begin("call");
            }
            call[2] += piece.at("/function/arguments").asText("");
        }
    }

    private void say(JsonNode delta, String member, String block, StringBuilder into) {
        String piece = delta.path(member).asText("");
        if (!piece.isEmpty()) {
            heard.begin(block);
            into.append(piece);
        }
    }
}
