package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One choice of a stream, chunk by chunk. */
final class ChatChoice {
    private static final Set<String> LISTS =
            Set.of("tool_calls", "thinking_blocks", "reasoning_details", "images", "annotations");

    private record Open(String id, String name, StringBuilder arguments) {}

    private final Gathered gathered = new Gathered();
    private final List<Open> calls = new ArrayList<>();
    private final Map<String, Integer> entries = new HashMap<>();
    private @Nullable Open function;
    private boolean begun;
    private boolean signed;

    void take(JsonNode choice) {
        must(!over(), "1.1 nothing comes behind the reason of a choice", choice);
        must(choice.has("finish_reason"), "fault 1.10 finish_reason is there, or null", choice);
        ChatAnswer.logprobs(choice);
        ObjectNode delta = Shape.object(choice, "delta", "1.1 a choice");
        must(begun != delta.has("role"), "0.3 the role is said once, first", choice);
        if (!begun) {
            begun = true;
            must(Shape.text(delta, "role", "1.1 the first delta").equals("assistant"), "1.1 the role", delta);
            must(delta.path("content").asText("").isEmpty(), "1.1 the first delta says nothing yet", delta);
        } else {
            for (Map.Entry<String, JsonNode> member : delta.properties()) {
                said(member.getKey(), member.getValue(), delta);
            }
        }
        if (Shape.says(choice, "finish_reason")) {
            must(delta.isEmpty(), "1.1 the reason stands alone", choice);
            finish(Shape.oneOf(choice, "finish_reason", ChatAnswer.STOPS, "1.1 the reason"));
        } else {
            must(!delta.isEmpty(), "1.1 a chunk says something", choice);
        }
    }

    private void said(String name, JsonNode value, ObjectNode delta) {
        if (LISTS.contains(name)) {
            must(value.isArray() && !value.isEmpty(), "fault 1.10 no empty " + name, delta);
            value.forEach(item -> item(name, item));
            return;
        }
        switch (name) {
            case "content" -> gathered.text.append(Shape.words(delta, name, "1.1 a delta"));
            case "refusal" -> gathered.refusal.append(Shape.words(delta, name, "1.1 a delta"));
            case "reasoning_content" -> gathered.thinking.append(Shape.words(delta, name, "2.8 a delta"));
            case "extra_content" -> {
                must(!signed, "2.8 clients put two signatures together into none", delta);
                signed = true;
                ChatAnswer.extra(delta, gathered);
            }
            case "function_call" -> function(value);
            case "audio" -> gathered.others.add(value.toString());
            default -> must(false, "1.1 what a delta may hold", delta);
        }
    }

    private void item(String name, JsonNode item) {
        int index = Shape.index(item, "index", "0.3 lists of a stream are numbered");
        if (name.equals("tool_calls")) {
            call(index, item);
            return;
        }
        must(index == entries.merge(name, 1, Integer::sum) - 1, "0.3 each entry has its own number", item);
        ObjectNode entry = item.deepCopy();
        entry.remove("index");
        switch (name) {
            case "thinking_blocks" -> ChatAnswer.seal(entry, gathered);
            case "images" -> ChatAnswer.image(entry, gathered);
            default -> ChatAnswer.entry(entry, gathered);
        }
    }

    private void call(int index, JsonNode item) {
        must(index <= calls.size(), "1.1 calls are numbered as they come", item);
        boolean custom = item.has("custom");
        ObjectNode inner = Shape.object(item, custom ? "custom" : "function", "1.1 a call");
        String member = custom ? "input" : "arguments";
        ChatAnswer.extra(item, gathered);
        if (index == calls.size()) {
            String type = Shape.oneOf(item, "type", Set.of("function", "custom"), "1.1 the head of a call");
            must(type.equals("custom") == custom, "1.1 a call is of its type", item);
            calls.add(new Open(
                    Shape.words(item, "id", "1.1 the head of a call"),
                    Shape.words(inner, "name", "1.1 the head of a call"),
                    new StringBuilder(Shape.text(inner, member, "1.1 the head of a call"))));
            return;
        }
        for (String once : List.of("id", "type")) {
            must(!item.has(once), "0.3 " + once + " is said once", item);
        }
        must(!inner.has("name"), "0.3 the name is said once", item);
        calls.get(index).arguments.append(Shape.words(inner, member, "1.1 more of a call"));
    }

    private void function(JsonNode piece) {
        Open open = function;
        if (open == null) {
            String name = Shape.words(piece, "name", "1.1 the head of a function");
            function = new Open("", name, new StringBuilder(Shape.text(piece, "arguments", "1.1 a function")));
        } else {
            must(!piece.has("name"), "0.3 the name is said once", piece);
            open.arguments.append(Shape.words(piece, "arguments", "1.1 more of a function"));
        }
    }

    private void finish(String reason) {
        gathered.stop = reason;
        gather();
        ChatAnswer.stopped(gathered);
    }

    private void gather() {
        calls.forEach(call -> gathered.call(call.id, call.name, call.arguments.toString()));
        if (function != null) {
            gathered.call("", function.name, function.arguments.toString());
        }
    }

    boolean over() {
        return !gathered.stop.isEmpty();
    }

    Heard.Choice heard() {
        if (!over()) {
            gather();
        }
        return gathered.choice();
    }
}
