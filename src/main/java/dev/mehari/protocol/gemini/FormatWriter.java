package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Writes what the answer's text has to be. A model that cannot be held to it is told of it in words. */
final class FormatWriter {
    private final boolean held;
    private final boolean able;
    private final Losses losses;

    /** @param tools whether there are tools; older models do not take them and JSON at once */
    FormatWriter(Capabilities capabilities, boolean tools, Losses losses) {
        this.held = capabilities.jsonSchema();
        this.able = !(tools && capabilities.tools()) || (held && capabilities.jsonWithTools());
        this.losses = losses;
    }

    void write(Given<OutputFormat> format, ObjectNode config) {
        if (!able) {
            return;
        }
        config.put("responseMimeType", "application/json");
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
        String told = format == null
                ? null
                : switch (format.value()) {
                    case OutputFormat.Json json -> able ? null : "Answer only with one JSON object.";
                    case OutputFormat.Schema schema ->
                        able && held
                                ? null
                                : "Answer only with JSON that follows this JSON Schema:\n" + Tree.text(schema.schema());
                };
        if (format != null && told != null) {
            losses.add(format.at(), Loss.Action.EMULATED);
        }
        return told;
    }
}
