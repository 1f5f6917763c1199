package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Members added to a JSON object in front of those that it has. All other bytes stay as they are.
 *
 * @param body one JSON object, known to be one
 * @param open offset behind its opening brace
 * @param names of the members that it has
 */
public record Added(byte[] body, int open, Set<String> names) {
    /** Looks at the whole of a body. */
    public static Added to(byte[] body) {
        return in(body, 0, body.length);
    }

    private static Added in(byte[] body, int from, int to) {
        try (JsonParser parser = Json.parser(body, from, to - from)) {
            parser.nextToken();
            int open = from + (int) parser.currentLocation().getByteOffset();
            Set<String> names = new HashSet<>();
            Json.object(parser, (name, value) -> names.add(name));
            return new Added(body, open, Set.copyOf(names));
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
    }

    /** Whether there is a member of one of these names, whatever its value. */
    public boolean has(String... any) {
        return List.of(any).stream().anyMatch(names::contains);
    }

    /** The object that is a member; null when the member is no object. */
    public @Nullable Added object(String member) {
        int[] at = new int[2];
        try (JsonParser parser = Json.parser(body)) {
            parser.nextToken();
            Json.object(parser, (name, value) -> {
                if (name.equals(member) && value.currentToken() == JsonToken.START_OBJECT) {
                    at[0] = (int) value.currentTokenLocation().getByteOffset();
                    value.skipChildren();
                    at[1] = (int) value.currentLocation().getByteOffset();
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
        return at[1] == 0 ? null : in(body, at[0], at[1]);
    }

    /**
     * The body with members added.
     *
     * @param members JSON by name; none of them is there
     */
    public byte[] with(Map<String, String> members) {
        if (members.isEmpty()) {
            return body;
        }
        List<String> written = new ArrayList<>();
        members.forEach((name, json) -> written.add(Json.quote(name) + ":" + json));
        String text = written.stream().collect(Collectors.joining(",")) + (names.isEmpty() ? "" : ",");
        return Edit.apply(body, List.of(new Edit(open, open, Json.utf8(text))));
    }
}
