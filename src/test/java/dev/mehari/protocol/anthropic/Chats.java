package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import dev.mehari.protocol.chat.Written;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Requests and models for tests. JSON is written with single quotes. */
final class Chats {
    static final Capabilities CLASSIC = model(true, Set.of("enabled"), Set.of(), true);
    static final Capabilities NEW =
            model(false, Set.of("adaptive"), Set.of("low", "medium", "high", "xhigh", "max"), true);
    private static final AnthropicChat CHAT = new AnthropicChat();

    private Chats() {}

    record Sent(JsonNode body, List<String> losses, Written written) {}

    static Capabilities model(boolean sampling, Set<String> thinking, Set<String> effort, boolean midSystem) {
        return new Capabilities(sampling, thinking, effort, midSystem, true, true, true, true, true, 0, 4096);
    }

    static JsonNode json(String text) {
        JsonNode tree = Tree.parse(text.replace('\'', '"'));
        if (tree == null) {
            throw new IllegalArgumentException(text);
        }
        return tree;
    }

    static ChatRequest read(String request, Losses losses) {
        return CHAT.read(json(request), false, losses);
    }

    static ChatRequest read(String request) {
        return read(request, new Losses());
    }

    static List<String> lost(String request) {
        Losses losses = new Losses();
        read(request, losses);
        return words(losses);
    }

    static Sent write(ChatRequest request, Capabilities model, Quirk... quirks) {
        Losses losses = new Losses();
        Written written = CHAT.write(request, new Aim("m", model, Set.of(quirks)), losses);
        return new Sent(written.body(), words(losses), written);
    }

    static Sent write(String request, Capabilities model) {
        return write(read(request), model);
    }

    static List<String> words(Losses losses) {
        return losses.all().stream().map(Loss::toString).toList();
    }

    static ChatRequest asked(
            List<Turn> turns,
            List<Tool> tools,
            @Nullable ToolChoice choice,
            @Nullable Given<Reasoning> reasoning,
            Map<Option, String> options) {
        Options all = new Options();
        options.forEach(
                (option, value) -> all.put(option, json(value), option.name().toLowerCase(Locale.ROOT)));
        return new ChatRequest(turns, tools, choice, null, null, reasoning, List.of(), all, false);
    }

    static ChatRequest asked(Map<Option, String> options) {
        return asked(List.of(user(text("Hi"))), List.of(), null, null, options);
    }

    static ChatRequest asked(Turn... turns) {
        return asked(List.of(turns), List.of(), null, null, Map.of());
    }

    static ChatRequest asked(Reasoning reasoning, Map<Option, String> options) {
        return asked(List.of(user(text("Hi"))), List.of(), null, new Given<>(reasoning, "effort"), options);
    }

    static Turn user(Content... parts) {
        return new Turn(Role.USER, List.of(parts), "u");
    }

    static Turn model(Content... parts) {
        return new Turn(Role.ASSISTANT, List.of(parts), "a");
    }

    static Turn system(String at, Content... parts) {
        return new Turn(Role.SYSTEM, List.of(parts), at);
    }

    static Content.Text text(String text) {
        return new Content.Text(text, null, "t");
    }

    static Content.ToolCall call(String id, String name, String arguments) {
        return new Content.ToolCall(id, name, arguments, false, null, null, "c");
    }

    static Content.ToolResult result(String id, Content... parts) {
        return new Content.ToolResult(id, List.of(parts), false, null, "r");
    }

    static Carrier signed(String text, String signature) {
        return new Carrier(Protocol.ANTHROPIC_MESSAGES, Tree.array().add(Parts.thinking(text, signature)));
    }

    static Carrier gemini(String signature) {
        return new Carrier(Protocol.GEMINI, Tree.array().add(signature).get(0));
    }

    static Frame frame() {
        AtomicInteger count = new AtomicInteger();
        return new Frame(() -> "x" + count.incrementAndGet(), "req_1", 1, "asked", Tree.object(), false, true, 10);
    }
}
