package dev.mehari.protocol.openaicommon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Tree;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the answer's text has to be: some JSON object, or JSON of a schema. */
public final class OpenAiFormat {
    private OpenAiFormat() {}

    /**
     * @param schema finds the object that holds name and schema
     * @return null for any text
     */
    public static @Nullable OutputFormat read(Fields format, UnaryOperator<Fields> schema, Losses losses) {
        OutputFormat read = switch (format.needText("type")) {
            case "text" -> null;
            case "json_object" -> new OutputFormat.Json();
            case "json_schema" -> schema(schema.apply(format), losses);
            default -> throw Fields.wrong(format.at("type"), "one of \"text\", \"json_object\", \"json_schema\"");
        };
        format.loseRest(losses);
        return read;
    }

    private static OutputFormat schema(Fields schema, Losses losses) {
        JsonNode tree = schema.get("schema");
        OutputFormat read = new OutputFormat.Schema(
                schema.needText("name"),
                schema.text("description"),
                tree == null ? Tree.object() : tree,
                // Said here as what it means when it is left out: other protocols mean the opposite.
                schema.isTrue("strict"));
        schema.loseRest(losses);
        return read;
    }

    /**
     * @param format the object to write
     * @param schema finds the object in it that holds name and schema
     * @return what the model has to be told in words, null for nothing
     */
    public static @Nullable String write(
            Given<OutputFormat> given, ObjectNode format, UnaryOperator<ObjectNode> schema, Aim aim, Losses losses) {
        if (!(given.value() instanceof OutputFormat.Schema asked)) {
            format.put("type", "json_object");
            return null;
        }
        if (aim.has(Quirk.NO_JSON_SCHEMA) || !aim.capabilities().jsonSchema()) {
            losses.add(given.at(), Loss.Action.EMULATED);
            format.put("type", "json_object");
            String what = asked.description() == null ? "" : " (" + asked.description() + ")";
            return "Answer with one JSON object" + what
                    + " and nothing else. It must be valid against this JSON Schema:\n" + Tree.text(asked.schema());
        }
        format.put("type", "json_schema");
        write(asked, schema.apply(format));
        return null;
    }

    private static void write(OutputFormat.Schema asked, ObjectNode out) {
        out.put("name", asked.name());
        if (asked.description() != null) {
            out.put("description", asked.description());
        }
        out.set("schema", asked.schema());
        if (asked.strict() != null) {
            out.put("strict", asked.strict());
        } else if (StrictSchema.is(asked.schema())) {
            // The other protocols hold a model to a schema without being asked.
            out.put("strict", true);
        }
    }
}
