package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.HostedTools;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.TextTool;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools}, all functions in one, and {@code toolConfig}. */
final class ToolWriter {
    /** What Google runs itself. No other vendor spells its own so. */
    private static final Set<String> BUILT_IN = Set.of(
            "googleSearch",
            "googleSearchRetrieval",
            "googleMaps",
            "urlContext",
            "codeExecution",
            "fileSearch",
            "computerUse",
            "enterpriseWebSearch",
            "mcpServers");

    private final ToolNames names;
    private final Aim aim;
    private final Capabilities capabilities;
    private final Losses losses;
    private final Set<String> texts = new HashSet<>();

    ToolWriter(ToolNames names, Aim aim, Losses losses) {
        this.names = names;
        this.aim = aim;
        this.capabilities = aim.capabilities();
        this.losses = losses;
    }

    /** Sent names of tools that take free text. */
    Set<String> texts() {
        return texts;
    }

    /** @throws dev.mehari.call.Refusal {@code UNSUPPORTED_TOOL} when all of them are run by another vendor */
    ArrayNode tools(ChatRequest request) {
        ArrayNode functions = Tree.array();
        ArrayNode others = Tree.array();
        for (Tool tool : request.tools()) {
            if (!capabilities.tools()) {
                losses.dropped(tool.at());
                continue;
            }
            switch (tool) {
                case Tool.Function function -> functions.add(function(function));
                case Tool.Custom custom -> functions.add(custom(custom));
                case Tool.Hosted hosted -> {
                    if (BUILT_IN.contains(hosted.type())) {
                        others.addObject().set(hosted.type(), hosted.raw());
                    } else {
                        HostedTools.leaveOut(hosted, request, aim, losses);
                    }
                }
            }
        }
        ArrayNode out = Tree.array();
        if (!functions.isEmpty()) {
            out.addObject().set("functionDeclarations", functions);
        }
        return out.addAll(others);
    }

    private ObjectNode function(Tool.Function function) {
        if (function.strict() != null && function.strict().value()) {
            losses.dropped(function.strict().at());
        }
        if (function.cache() != null) {
            losses.dropped(function.cache().at());
        }
        ObjectNode out = declared(names.out(function.name()), function.description());
        if (function.schema() != null) {
            SchemaWriter writer = new SchemaWriter();
            out.set("parametersJsonSchema", writer.write(function.schema()));
            if (writer.lossy()) {
                losses.add(function.at(), Loss.Action.APPROXIMATED);
            }
        }
        return out;
    }

    /** Free text as a function with one argument; the grammar can only be described. */
    private ObjectNode custom(Tool.Custom custom) {
        losses.add(custom.at(), Loss.Action.EMULATED);
        String name = names.out(custom.name());
        texts.add(name);
        String description = custom.description();
        if (custom.format() != null) {
            String grammar = "The input must follow this grammar: " + Tree.text(custom.format());
            description = description == null ? grammar : description + "\n\n" + grammar;
        }
        ObjectNode out = declared(name, description);
        out.set("parametersJsonSchema", TextTool.schema());
        return out;
    }

    private static ObjectNode declared(String name, @Nullable String description) {
        ObjectNode out = Tree.object().put("name", name);
        return description == null || description.isEmpty() ? out : out.put("description", description);
    }

    /** @param declared whether there are tools to choose from */
    ObjectNode config(@Nullable ToolChoice asked, boolean declared) {
        ObjectNode out = Tree.object();
        if (asked == null) {
            return out;
        }
        if (!declared) {
            if (asked.forced()) {
                losses.dropped(asked.at());
            }
            return out;
        }
        boolean refused = asked.forced() && !capabilities.forcedTool();
        if (refused) {
            losses.add(asked.at(), Loss.Action.APPROXIMATED);
        }
        ToolChoice choice = refused ? asked.unforced() : asked;
        String mode = switch (choice.mode()) {
            case NONE -> "NONE";
            case AUTO -> choice.names().isEmpty() ? "AUTO" : "VALIDATED";
            case REQUIRED, NAMED -> "ANY";
        };
        ObjectNode calling = out.putObject("functionCallingConfig").put("mode", mode);
        if (mode.equals("ANY") || mode.equals("VALIDATED")) {
            choice.names()
                    .forEach(name -> calling.withArray("allowedFunctionNames").add(names.out(name)));
        }
        return out;
    }
}
