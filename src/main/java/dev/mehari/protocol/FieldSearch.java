package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.FieldTree;
import dev.mehari.call.RequestBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds several fields in one pass over the bytes, which ends where nothing more can be found: what lies behind the last of
 * them, or an image in front of it, is not looked at twice. Of a member that stands twice the last one counts, as in
 * {@link FieldPath}.
 */
final class FieldSearch {
    private final Map<String, Object> found = new HashMap<>();

    private FieldSearch() {}

    /** @param known names of the body's members, each of which is known to stand there once; empty when that is not known */
    static RequestBody.Found in(byte[] body, FieldTree paths, Set<String> known) {
        long wanted = known.isEmpty()
                ? Long.MAX_VALUE
                : paths.names().stream().filter(known::contains).count();
        FieldSearch search = new FieldSearch();
        try (JsonParser parser = Json.parser(body)) {
            parser.nextToken();
            search.object(parser, paths, wanted, true);
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
        return search.found::get;
    }

    /** @param last whether nothing is looked for behind this object, so that it may be left in the middle */
    private void object(JsonParser parser, FieldTree paths, long wanted, boolean last) throws IOException {
        long left = wanted;
        while (left > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
            FieldTree below = paths.member(parser.currentName());
            parser.nextToken();
            if (below == null) {
                parser.skipChildren();
                continue;
            }
            left--;
            if (!found.isEmpty()) {
                below.below().forEach(found::remove);
            }
            value(parser, below, last && left == 0);
        }
    }

    private void value(JsonParser parser, FieldTree paths, boolean last) throws IOException {
        String path = paths.path();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            if (path != null) {
                found.put(path, RequestBody.OBJECT);
            }
            object(parser, paths, Long.MAX_VALUE, last);
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            array(parser, paths, last);
        } else if (path != null && parser.currentToken() != JsonToken.VALUE_NULL) {
            found.put(path, scalar(parser));
        }
    }

    private void array(JsonParser parser, FieldTree paths, boolean last) throws IOException {
        List<Object> elements = new ArrayList<>();
        boolean kept = paths.path() != null;
        FieldTree count = paths.member(FieldTree.SIZE);
        boolean whole = !last || kept || count != null;
        int size = 0;
        while ((whole || size <= paths.lastElement()) && parser.nextToken() != JsonToken.END_ARRAY) {
            FieldTree below = paths.element(size);
            boolean scalar = parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL;
            if (kept && scalar && size < RequestBody.MOST_ELEMENTS) {
                elements.add(scalar(parser));
            }
            if (below != null) {
                value(parser, below, false);
            }
            parser.skipChildren();
            size++;
        }
        String path = paths.path();
        if (path != null) {
            found.put(path, elements);
        }
        if (count != null && count.path() != null) {
            found.put(count.path(), (long) size);
        }
    }

    private static Object scalar(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> FieldPath.number(parser);
            default -> parser.getText();
        };
    }
}
