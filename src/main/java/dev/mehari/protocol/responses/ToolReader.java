package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads tools, those of the request and those that its items add. What is declared again is what was said last. */
final class ToolReader {
    private final Names names;
    private final Losses losses;
    private final Map<String, Tool> tools = new LinkedHashMap<>();

    ToolReader(Names names, Losses losses) {
        this.names = names;
        this.losses = losses;
    }

    /** All that were read, in order. */
    List<Tool> tools() {
        return List.copyOf(tools.values());
    }

    /** @param holder has {@code tools} */
    void read(Fields holder) {
        for (Fields tool : holder.objects("tools")) {
            String type = tool.needText("type");
            if (type.equals("namespace")) {
                namespace(tool);
            } else {
                put(tool(type, tool));
            }
        }
    }

    private void put(Tool tool) {
        String name = switch (tool) {
            case Tool.Function function -> function.name();
            case Tool.Custom custom -> custom.name();
            case Tool.Hosted hosted -> hosted.at();
        };
        Tool before = tools.put(name, tool);
        if (before != null && !moved(before, tool.at()).equals(tool)) {
            losses.dropped(before.at());
        }
    }

    private static Tool moved(Tool tool, String at) {
        return switch (tool) {
            case Tool.Function f -> new Tool.Function(f.name(), f.description(), f.schema(), f.strict(), f.cache(), at);
            case Tool.Custom custom -> new Tool.Custom(custom.name(), custom.description(), custom.format(), at);
            case Tool.Hosted hosted -> hosted;
        };
    }

    private Tool tool(String type, Fields tool) {
        Tool read;
        ClientTool known = ClientTool.declared(tool.raw());
        if (type.equals("function") || type.equals("custom")) {
            read = named(type, tool, tool.needText("name"), tool.text("description"));
        } else if (known != null && names.tool(type).type() == known) {
            losses.add(tool.path(), Loss.Action.EMULATED);
            read = known.function(tool);
        } else {
            return new Tool.Hosted(type, tool.raw(), tool.path());
        }
        usual(tool);
        return read;
    }

    private static Tool named(String type, Fields tool, String name, @Nullable String description) {
        return type.equals("custom")
                ? new Tool.Custom(name, description, grammar(tool.object("format")), tool.path())
                : new Tool.Function(name, description, tool.get("parameters"), tool.flag("strict"), null, tool.path());
    }

    /** Elsewhere all tools stand side by side. What is said about those of a namespace is said with the first of them. */
    private void namespace(Fields group) {
        losses.add(group.path(), Loss.Action.EMULATED);
        String namespace = group.needText("name");
        String about = group.text("description");
        for (Fields tool : group.objects("tools")) {
            String type = tool.needText("type");
            if (!type.equals("function") && !type.equals("custom")) {
                throw Fields.wrong(tool.at("type"), "\"function\" or \"custom\"");
            }
            String name = names.name(namespace, tool.needText("name"));
            put(named(type, tool, name, both(namespace, about, tool.text("description"))));
            usual(tool);
            about = null;
        }
        group.loseRest(losses);
    }

    private static @Nullable String both(String namespace, @Nullable String about, @Nullable String description) {
        if (about == null || about.isBlank()) {
            return description;
        }
        String first = namespace + ": " + about;
        return description == null ? first : first + "\n\n" + description;
    }

    private void usual(Fields tool) {
        for (String usual : List.of("defer_loading", "async")) {
            if (!tool.raw().path(usual).asBoolean()) {
                tool.ignore(usual);
            }
        }
        tool.loseRest(losses);
    }

    /** Null for any text. */
    private static @Nullable JsonNode grammar(@Nullable Fields format) {
        return format == null || "text".equals(format.text("type")) ? null : format.raw();
    }
}
