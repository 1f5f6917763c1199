package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells a conversation from others. An id that its client gives it stands above what it says; else it is what was said
 * up to the first thing that the user says, which is the same in each later turn. How that is packed (a text or a list of
 * parts, with marks for the prompt cache or without) differs from turn to turn, so only the texts count.
 */
final class Conversations {
    private static final Set<String> IDS = Set.of("prompt_cache_key", "conversation", "session_id");
    private static final Set<String> TURNS = Set.of("messages", "contents", "input", "prompt");
    private static final Set<String> PACKING = Set.of("type", "cache_control", "id", "detail", "status");

    /** Characters of a text that count: the rest of a long one, or of an image, says no more. */
    private static final int BEGINNING = 2000;

    private long hash = 1125899906842597L;
    private boolean said;

    private Conversations() {}

    static @Nullable String of(byte[] body) {
        Conversations conversation = new Conversations();
        try (JsonParser parser = Json.parser(body)) {
            parser.nextToken();
            return conversation.read(parser);
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
    }

    private @Nullable String read(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (IDS.contains(name)) {
                String id = token == JsonToken.START_OBJECT ? member(parser) : parser.getText();
                if (id != null && token != JsonToken.VALUE_NULL && !id.isEmpty()) {
                    return id;
                }
            } else if (TURNS.contains(name) && !said) {
                turns(parser);
            } else {
                parser.skipChildren();
            }
        }
        return said ? Long.toHexString(hash) : null;
    }

    /** The id in an object. */
    private static @Nullable String member(JsonParser parser) throws IOException {
        @Nullable String[] id = new @Nullable String[1];
        Json.object(parser, (name, value) -> {
            if (name.equals("id") && value.currentToken() == JsonToken.VALUE_STRING) {
                id[0] = value.getText();
            }
        });
        return id[0];
    }

    private void turns(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            texts(parser);
            return;
        }
        boolean[] users = new boolean[1];
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (users[0]) {
                parser.skipChildren();
            } else if (parser.currentToken() == JsonToken.START_OBJECT) {
                users[0] = turn(parser);
            } else {
                texts(parser);
                users[0] = true;
            }
        }
    }

    /** Whether it is what the user says; a turn that names nobody is the user's. */
    private boolean turn(JsonParser parser) throws IOException {
        String role = "user";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("role") && token == JsonToken.VALUE_STRING) {
                role = parser.getText();
            } else if (PACKING.contains(name)) {
                parser.skipChildren();
            } else {
                texts(parser);
            }
        }
        return role.equals("user");
    }

    /** Takes in all texts of a value; reads it to its end. */
    private void texts(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> add(parser.getText());
            case START_OBJECT -> {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean packing = PACKING.contains(parser.currentName());
                    parser.nextToken();
                    if (packing) {
                        parser.skipChildren();
                    } else {
                        texts(parser);
                    }
                }
            }
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    texts(parser);
                }
            }
            default -> parser.skipChildren();
        }
    }

    private void add(String text) {
        said = true;
        for (int i = 0; i < Math.min(text.length(), BEGINNING); i++) {
            hash = hash * 1099511628211L + text.charAt(i);
        }
        hash = hash * 1099511628211L + text.length();
    }
}
