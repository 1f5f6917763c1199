package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import dev.mehari.protocol.chat.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request in the making, in a caller's words of no protocol, and what becomes of it. */
final class Chats {
    static final String SCHEMA = "{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}";

    private final List<Turn> turns = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final Options options = new Options();
    private final List<Given<String>> stop = new ArrayList<>();
    private @Nullable ToolChoice choice;
    private @Nullable Given<Boolean> parallel;
    private @Nullable Given<OutputFormat> format;
    private @Nullable Given<Reasoning> reasoning;
    private Set<String> thinking = Set.of("level");
    private Set<String> effort = Set.of();
    private Set<Quirk> quirks = Set.of();
    private boolean sampling = true;
    private boolean forced = true;
    private boolean takesTools = true;
    private boolean schemas = true;
    private int most;
    final Losses losses = new Losses();

    static JsonNode json(String text) {
        return Objects.requireNonNull(Tree.parse(text.replace('\'', '"')));
    }

    static Chats asking(String text) {
        return new Chats().user(new Content.Text(text, null, "q"));
    }

    Chats turn(Role role, Content... parts) {
        turns.add(new Turn(role, List.of(parts), "m" + turns.size()));
        return this;
    }

    Chats user(Content... parts) {
        return turn(Role.USER, parts);
    }

    Chats model(Content... parts) {
        return turn(Role.ASSISTANT, parts);
    }

    Chats at(Quirk... known) {
        quirks = Set.of(known);
        return this;
    }

    Chats system(String text) {
        return turn(Role.SYSTEM, text(text));
    }

    static Content text(String text) {
        return new Content.Text(text, null, "t");
    }

    static Content call(String id, @Nullable String signature) {
        return new Content.ToolCall(
                id, "get_weather", "{\"city\":\"" + id + "\"}", false, carrier(signature), null, id);
    }

    static Content result(String id, Content... parts) {
        return new Content.ToolResult(id, List.of(parts), false, null, "r" + id);
    }

    static Content thought(String text, @Nullable String signature) {
        return new Content.Thinking(text, carrier(signature), "th");
    }

    static @Nullable Carrier carrier(@Nullable String signature) {
        return signature == null ? null : new Carrier(Protocol.GEMINI, TextNode.valueOf(signature));
    }

    static Carrier anthropic() {
        return new Carrier(Protocol.ANTHROPIC_MESSAGES, json("[{'type':'thinking','thinking':'T','signature':'S=='}]"));
    }

    Chats tool(String name, @Nullable String schema) {
        tools.add(new Tool.Function(name, null, schema == null ? null : json(schema), null, null, "tools[0]"));
        return this;
    }

    Chats tool(Tool tool) {
        tools.add(tool);
        return this;
    }

    Chats choice(ToolChoice.Mode mode, String... names) {
        choice = new ToolChoice(mode, List.of(names), "tool_choice");
        return this;
    }

    Chats serial() {
        parallel = new Given<>(false, "parallel_tool_calls");
        return this;
    }

    Chats format(OutputFormat asked) {
        format = new Given<>(asked, "response_format");
        return this;
    }

    Chats reasoning(Reasoning asked) {
        reasoning = new Given<>(asked, "effort");
        return this;
    }

    Chats stop(String... texts) {
        for (String text : texts) {
            stop.add(new Given<>(text, "stop[" + stop.size() + "]"));
        }
        return this;
    }

    Chats option(Option option, String value) {
        options.put(option, json(value), option.name());
        return this;
    }

    Chats thinking(String... kinds) {
        thinking = Set.of(kinds);
        return this;
    }

    Chats effort(String... words) {
        effort = Set.of(words);
        return this;
    }

    Chats without(String what) {
        switch (what) {
            case "sampling" -> sampling = false;
            case "forced" -> forced = false;
            case "tools" -> takesTools = false;
            case "schema" -> schemas = false;
            default -> throw new IllegalArgumentException(what);
        }
        return this;
    }

    Chats most(int tokens) {
        most = tokens;
        return this;
    }

    Written sent() {
        ChatRequest request = new ChatRequest(turns, tools, choice, parallel, format, reasoning, stop, options, false);
        return new GeminiChat().write(request, aim(), losses);
    }

    private Aim aim() {
        Capabilities capabilities =
                new Capabilities(sampling, thinking, effort, false, forced, true, takesTools, schemas, true, most, 0);
        return new Aim("m", capabilities, quirks);
    }

    ObjectNode body() {
        return sent().body();
    }

    /** What stands at a JSON pointer of the body, with single quotes. */
    String at(String pointer) {
        JsonNode found = body().at(pointer);
        return found.isMissingNode() ? "" : Tree.text(found).replace('"', '\'');
    }

    List<String> lost() {
        return losses.all().stream().map(Loss::toString).toList();
    }
}
