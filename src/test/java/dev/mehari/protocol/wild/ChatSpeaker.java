package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Script.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Chat completions, as OpenAI and its look-alikes send them. */
final class ChatSpeaker implements Speaker {
    @Override
    public ObjectNode whole(Script script) {
        ObjectNode answer = Tree.object()
                .put("id", "chatcmpl-" + script.id())
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", MODEL);
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        ArrayNode calls = Tree.array();
        for (Said said : script.said()) {
            switch (said) {
                case Said.Text(String words) -> text.append(words);
                case Said.Thought(String words, String seal) -> thinking.append(words);
                case Said.Call call -> calls.add(call(call, call.arguments()));
            }
        }
        message.put("content", text.isEmpty() ? null : text.toString());
        if (!thinking.isEmpty()) {
            message.put("reasoning_content", thinking.toString());
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        choice.put("finish_reason", finish(script.stop()));
        if (script.usage() != null) {
            answer.set("usage", usage(script.usage()));
        }
        return answer;
    }

    private static ObjectNode call(Said.Call call, String arguments) {
        ObjectNode out = Tree.object().put("id", call.id()).put("type", "function");
        out.putObject("function").put("name", call.name()).put("arguments", arguments);
        return out;
    }

    private static String finish(Script.Stop stop) {
        return switch (stop) {
            case END -> "stop";
            case TOOLS -> "tool_calls";
            case CAP -> "length";
            case FILTER -> "content_filter";
        };
    }

    private static ObjectNode usage(Usage usage) {
        long prompt = usage.input() + usage.cachedInput();
        long completion = usage.output() + usage.reasoning();
        ObjectNode out = Tree.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        out.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedInput());
        out.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        return out;
    }

    @Override
    public List<Line> stream(Script script, Random random) {
        return new Stream(script, random).lines();
    }

    /** One stream, with the habits of one server. */
    private static final class Stream {
        private final Script script;
        private final Random random;
        private final List<ObjectNode> chunks = new ArrayList<>();
        private final boolean roles;
        private final boolean names;
        private final boolean indexes;
        private final boolean sameIndex;
        private final String thinking;
        private int calls;

        Stream(Script script, Random random) {
            this.script = script;
            this.random = random;
            roles = random.nextInt(5) == 0;
            names = random.nextInt(5) == 0;
            indexes = random.nextInt(5) != 0;
            sameIndex = random.nextInt(5) == 0;
            thinking = random.nextInt(3) == 0 ? "reasoning" : "reasoning_content";
        }

        List<Line> lines() {
            if (random.nextInt(4) != 0) {
                delta().put("content", "");
            }
            script.said().forEach(this::say);
            boolean shared = !chunks.isEmpty() && random.nextInt(4) == 0;
            ObjectNode last = shared ? chunks.getLast() : null;
            if (last == null) {
                delta();
                last = chunks.getLast();
            }
            ((ObjectNode) last.path("choices").path(0)).put("finish_reason", finish(script.stop()));
            Usage usage = script.usage();
            if (usage != null) {
                counted(last, ChatSpeaker.usage(usage));
            }
            List<Line> lines = new ArrayList<>();
            chunks.forEach(chunk -> lines.add(Line.of(chunk)));
            if (random.nextInt(5) != 0) {
                lines.add(Line.raw("[DONE]"));
            }
            return lines;
        }

        private void counted(ObjectNode last, ObjectNode counted) {
            switch (random.nextInt(4)) {
                case 0 -> last.set("usage", counted);
                case 1 -> {
                    chunks.forEach(chunk -> chunk.set("usage", counted));
                }
                case 2 -> chunks.add(chunk().set("usage", counted));
                default -> {
                    ObjectNode own = chunk();
                    own.putArray("choices");
                    chunks.add(own.set("usage", counted));
                }
            }
        }

        private ObjectNode chunk() {
            return Tree.object()
                    .put("id", "chatcmpl-" + script.id())
                    .put("object", "chat.completion.chunk")
                    .put("created", 1)
                    .put("model", MODEL);
        }

        private ObjectNode delta() {
            ObjectNode chunk = chunk();
            ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
            ObjectNode delta = choice.putObject("delta");
            choice.putNull("finish_reason");
            if (roles || chunks.isEmpty()) {
                delta.put("role", "assistant");
            }
            chunks.add(chunk);
            return delta;
        }

        private void say(Said said) {
            switch (said) {
                case Said.Text(String words) ->
                    Script.pieces(words, random).forEach(piece -> delta().put("content", piece));
                case Said.Thought(String words, String seal) ->
                    Script.pieces(words, random).forEach(piece -> delta().put(thinking, piece));
                case Said.Call call -> call(call, sameIndex ? 0 : calls++);
            }
        }

        private void call(Said.Call call, int index) {
            List<String> pieces = new ArrayList<>(Script.pieces(call.arguments(), random));
            if (random.nextBoolean()) {
                pieces.addFirst("");
            }
            boolean first = true;
            for (String piece : pieces) {
                ObjectNode out = delta().putArray("tool_calls").addObject();
                if (indexes || sameIndex) {
                    out.put("index", index);
                }
                if (first || names) {
                    out.setAll(ChatSpeaker.call(call, piece));
                } else {
                    out.putObject("function").put("arguments", piece);
                }
                first = false;
            }
        }
    }
}
