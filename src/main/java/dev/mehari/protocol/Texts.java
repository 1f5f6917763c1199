package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The texts of a request: every string in it but those that would no longer mean anything once changed.
 *
 * <p>It names what is kept, not what is changed: a member that no vendor had yesterday is a text. What a tool was given
 * and what it said is free: the names below are the caller's own, so nothing is kept there, and numbers and names of
 * members are texts too.
 */
record Texts(byte[] body, UnaryOperator<String> change, List<Edit> edits) {
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
            "encrypted_index",
            "thoughtSignature",
            "thought_signature",
            "data",
            "file_data",
            "fileUri",
            "file_uri",
            "cachedContent",
            "cached_content",
            "media_type",
            "mimeType",
            "mime_type",
            "tools",
            "functions",
            "tool_choice",
            "toolConfig",
            "tool_config",
            "response_format",
            "format",
            "previous_response_id",
            "conversation",
            "generationConfig",
            "generation_config");

    private static final String ARGUMENTS = "arguments";

    private static final Set<String> FREE = Set.of("input", "args", "response", ARGUMENTS);

    private static final Set<String> PLACES = Set.of("url", "image_url");

    /** A member whose name changes. */
    private record Renamed(int from, int to, String name) {}

    /** The edits that put each text through the change; none for texts that the change leaves alone. */
    static List<Edit> edits(byte[] body, UnaryOperator<String> change) {
        Texts texts = new Texts(body, change, new ArrayList<>());
        try (JsonParser parser = Json.parser(body)) {
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
                walk(inner, member);
            }
        });
    }

    private void walk(JsonParser value, String name) throws IOException {
        switch (value.currentToken()) {
            case START_OBJECT ->
                Json.object(value, (member, inner) -> {
                    if (FREE.contains(member)) {
                        free(inner, member.equals(ARGUMENTS));
                    } else if (!KEPT.contains(member)) {
                        walk(inner, member);
                    }
                });
            case START_ARRAY -> Json.array(value, element -> walk(element, name));
            case VALUE_STRING -> {
                // An image that stands in its own address.
                if (!PLACES.contains(name) || !value.getText().startsWith("data:")) {
                    string(value, false);
                }
            }
            default -> {}
        }
    }

    /** @param written whether a string is JSON in its turn, as a model writes arguments */
    private void free(JsonParser value, boolean written) throws IOException {
        switch (value.currentToken()) {
            case START_OBJECT -> freeObject(value);
            case START_ARRAY -> Json.array(value, element -> free(element, false));
            case VALUE_STRING -> string(value, written);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                int from = (int) value.currentTokenLocation().getByteOffset();
                String number = value.getText();
                put(from, from + number.length(), number, change.apply(number));
            }
            default -> {}
        }
    }

    private void freeObject(JsonParser value) throws IOException {
        List<Renamed> renamed = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (value.nextToken() == JsonToken.FIELD_NAME) {
            int from = (int) value.currentTokenLocation().getByteOffset();
            String before = value.currentName();
            String after = change.apply(before);
            if (after.equals(before)) {
                names.add(before);
            } else {
                renamed.add(new Renamed(from, endOfString(from), after));
            }
            value.nextToken();
            free(value, false);
        }
        for (Renamed member : renamed) {
            String name = member.name();
            // Two that are alike now: of one name, a reader would take one and lose the other.
            for (int i = 2; !names.add(name); i++) {
                name = member.name() + " " + i;
            }
            edits.add(new Edit(member.from(), member.to(), Json.utf8(Json.quote(name))));
        }
    }

    /** Offset behind the closing quote of the string that begins here; the parser is past it already. */
    private int endOfString(int from) {
        int at = from + 1;
        while (body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private void string(JsonParser value, boolean written) throws IOException {
        int from = (int) value.currentTokenLocation().getByteOffset();
        String before = value.getText();
        value.finishToken();
        int to = (int) value.currentLocation().getByteOffset();
        put(from, to, before, written ? changedJson(before) : change.apply(before));
    }

    private void put(int from, int to, String before, String after) {
        if (!after.equals(before)) {
            edits.add(new Edit(from, to, Json.utf8(Json.quote(after))));
        }
    }

    /** JSON that is JSON after the change too; what is none is a text like any other. */
    private String changedJson(String json) {
        byte[] bytes = Json.utf8(json);
        Texts texts = new Texts(bytes, change, new ArrayList<>());
        try (JsonParser parser = Json.parser(bytes)) {
            if (parser.nextToken() == null) {
                return change.apply(json);
            }
            texts.free(parser, false);
            if (parser.nextToken() != null) {
                return change.apply(json);
            }
        } catch (JsonProcessingException e) {
            return change.apply(json);
        } catch (IOException e) {
            throw new IllegalStateException("reading an array cannot fail", e);
        }
        return texts.edits.isEmpty() ? json : new String(Edit.apply(bytes, texts.edits), StandardCharsets.UTF_8);
    }
}
