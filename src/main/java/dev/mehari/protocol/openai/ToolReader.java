package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the tools of a request, also in their old form, functions. */
final class ToolReader {
    private final Fields body;
    private final Losses losses;

    ToolReader(Fields body, Losses losses) {
        this.body = body;
        this.losses = losses;
    }

    List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : body.objects("tools")) {
            tools.add(tool(tool));
        }
        for (Fields function : body.objects("functions")) {
            tools.add(function(function, null, function.path()));
        }
        return tools;
    }

    private Tool tool(Fields tool) {
        String type = tool.text("type");
        Tool read;
        if (type == null || type.equals("function")) {
            tool.need("function");
            Fields function = Fields.of(tool.need("function"), tool.at("function"));
            read = function(function, tool, tool.path());
        } else if (type.equals("custom")) {
            Fields custom = Fields.of(tool.need("custom"), tool.at("custom"));
            read = new Tool.Custom(
                    custom.needText("name"), custom.text("description"), grammar(custom.object("format")), tool.path());
            custom.loseRest(losses);
        } else {
            return new Tool.Hosted(type, tool.raw(), tool.path());
        }
        tool.loseRest(losses);
        return read;
    }

    /** A function; the mark for the cache may stand beside it or in it. */
    private Tool.Function function(Fields function, @Nullable Fields around, String at) {
        Tool.Function read = new Tool.Function(
                function.needText("name"),
                function.text("description"),
                function.get("parameters"),
                function.flag("strict"),
                CacheMarks.read(around != null && around.raw().has("cache_control") ? around : function),
                at);
        function.loseRest(losses);
        return read;
    }

    /** As Responses has it, {@code type}, {@code syntax} and {@code definition} side by side; null for any text. */
    private @Nullable JsonNode grammar(@Nullable Fields format) {
        if (format == null || "text".equals(format.text("type"))) {
            return null;
        }
        Fields grammar = format.object("grammar");
        if (grammar == null) {
            return format.raw();
        }
        ObjectNode flat = Tree.object().put("type", "grammar");
        flat.setAll((ObjectNode) grammar.raw());
        return flat;
    }

    /** Functions were called one at a time; nobody misses it who did not say so. */
    @Nullable
    Given<Boolean> parallel() {
        Given<Boolean> said = body.flag("parallel_tool_calls");
        return said == null && body.get("functions") != null ? new Given<>(false, "") : said;
    }
}
