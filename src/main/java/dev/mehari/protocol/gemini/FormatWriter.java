package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Writes what the answer's text has to be. A model that cannot be held to a schema is told of it in words. */
final class FormatWriter {
    private final boolean held;
    private final Losses losses;

    FormatWriter(Capabilities capabilities, Losses losses) {
        this.held = capabilities.jsonSchema();
        this.losses = losses;
    }

    /** @param tools whether there are tools; models that cannot be held to a schema do not take them and JSON at once */
    void write(Given<OutputFormat> format, boolean tools, ObjectNode config) {
        if (held || !tools) {
            config.put("responseMimeType", "application/json");
        } else if (format.value() instanceof OutputFormat.Json) {
            losses.dropped(format.at());
        }
        if (held && format.value() instanceof OutputFormat.Schema schema) {
            SchemaWriter writer = new SchemaWriter();
            config.set("responseJsonSchema", writer.write(schema.schema()));
            if (writer.lossy()) {
                losses.add(format.at(), Loss.Action.APPROXIMATED);
            }
        }
    }

    /** What the operator has to say of it, null for nothing. */
    @Nullable
    String instruction(@Nullable Given<OutputFormat> format) {
        if (held || format == null || !(format.value() instanceof OutputFormat.Schema schema)) {
            return null;
        }
        losses.add(format.at(), Loss.Action.EMULATED);
        return "Answer only with JSON that follows this JSON Schema:\n" + Tree.text(schema.schema());
    }
}
