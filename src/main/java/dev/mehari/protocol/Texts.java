package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The texts of a request: every string in it but those that would no longer mean anything once changed.
 *
 * <p>It names what is kept, not what is changed: a member that no vendor had yesterday is a text.
 */
record Texts(UnaryOperator<String> change, List<Edit> edits) {
    /** Names and ids that hold a request together, what a vendor has signed, files, and descriptions of tools. */
    private static final Set<String> KEPT = Set.of(
            "model",
            "role",
            "type",
            "name",
            "id",
            "call_id",
            "tool_call_id",
            "tool_use_id",
            "file_id",
            "thinking",
            "signature",
            "encrypted_content",
            "thoughtSignature",
            "thought_signature",
            "data",
            "file_data",
            "media_type",
            "mimeType",
            "mime_type",
            "tools",
            "tool_choice",
            "toolConfig",
            "tool_config",
            "response_format",
            "format",
            "previous_response_id",
            "conversation",
            "generationConfig",
            "generation_config");

    /** What a tool was given and what it said: the names below are the caller's own, so none of them is kept. */
    private static final Set<String> FREE = Set.of("input", "args", "response");

    private static final Set<String> PLACES = Set.of("url", "image_url");

    /** The edits that put each text through the change, in order; none for texts that the change leaves alone. */
    static List<Edit> edits(byte[] body, UnaryOperator<String> change) {
        Texts texts = new Texts(change, new ArrayList<>());
        try (JsonParser parser = Json.factory().createParser(body)) {
            parser.nextToken();
            texts.request(parser);
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
        return texts.edits;
    }

    /** At the top nothing is free yet: {@code input} is there what is asked of the model, not what a tool was given. */
    private void request(JsonParser body) throws IOException {
        Json.object(body, (member, inner) -> {
            if (!KEPT.contains(member)) {
                walk(inner, member, false);
            }
        });
    }

    private void walk(JsonParser value, String name, boolean free) throws IOException {
        switch (value.currentToken()) {
            case START_OBJECT ->
                Json.object(value, (member, inner) -> {
                    if (free || !KEPT.contains(member)) {
                        walk(inner, member, free || FREE.contains(member));
                    }
                });
            case START_ARRAY -> Json.array(value, element -> walk(element, name, free));
            case VALUE_STRING -> text(value, name);
            default -> {}
        }
    }

    private void text(JsonParser value, String name) throws IOException {
        int from = (int) value.currentTokenLocation().getByteOffset();
        String before = value.getText();
        value.finishToken();
        // An image that stands in its own address.
        if (PLACES.contains(name) && before.startsWith("data:")) {
            return;
        }
        String after = change.apply(before);
        if (!after.equals(before)) {
            int to = (int) value.currentLocation().getByteOffset();
            edits.add(new Edit(from, to, Json.utf8(Json.quote(after))));
        }
    }
}
