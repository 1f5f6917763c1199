package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The elements of an array in a JSON text, by their places: some are taken out or give way to others, and no other byte
 * changes.
 *
 * @param body the whole text, known to be JSON
 * @param places of the elements in their order; empty where there is no such array
 */
public record Elements(byte[] body, List<Slice> places) {
    /** Those of the array that is a member of the text. */
    public static Elements of(byte[] body, String member) {
        return in(new Slice(body, 0, body.length), member);
    }

    /** Those of the array that is a member of the object at a place; of a member that stands twice, the last. */
    public static Elements in(Slice object, String member) {
        List<Slice> places = new ArrayList<>();
        byte[] body = object.array();
        try (JsonParser parser = Json.parser(body, object.from(), object.to() - object.from())) {
            parser.nextToken();
            Json.object(parser, (name, value) -> {
                if (name.equals(member)) {
                    places.clear();
                    Json.array(value, element -> places.add(place(element, body, object.from())));
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
        return new Elements(body, places);
    }

    private static Slice place(JsonParser element, byte[] body, int base) throws IOException {
        int from = (int) element.currentTokenLocation().getByteOffset();
        element.skipChildren();
        element.finishToken();
        return new Slice(
                body, base + from, base + (int) element.currentLocation().getByteOffset());
    }

    public int size() {
        return places.size();
    }

    /** Those of an array that is a member of an element. */
    public Elements in(int index, String member) {
        return in(places.get(index), member);
    }

    /** An element; missing when it holds what no tree can, as a number beyond all bounds. */
    public JsonNode tree(int index) {
        try {
            return Tree.read(places.get(index));
        } catch (IOException e) {
            return Tree.object().path("nothing");
        }
    }

    /**
     * The edits that change elements.
     *
     * @param changes what comes in the place of an element, by its index: JSON texts, none to take it out
     */
    public List<Edit> edits(Map<Integer, List<JsonNode>> changes) {
        List<Edit> edits = new ArrayList<>();
        boolean kept = false;
        for (int i = 0; i < places.size(); i++) {
            Slice place = places.get(i);
            List<JsonNode> change = changes.get(i);
            if (change == null) {
                kept = true;
            } else if (!change.isEmpty()) {
                kept = true;
                List<String> texts = change.stream().map(Tree::text).toList();
                edits.add(new Edit(place.from(), place.to(), Json.utf8(String.join(",", texts))));
            } else if (kept) {
                edits.add(new Edit(places.get(i - 1).to(), place.to(), new byte[0]));
            } else {
                int to = i + 1 < places.size() ? places.get(i + 1).from() : place.to();
                edits.add(new Edit(place.from(), to, new byte[0]));
            }
        }
        return edits;
    }
}
