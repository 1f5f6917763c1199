package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a caller's request that is read member by member. What nobody asked for is known at the end, so that it
 * cannot be lost in silence. JSON null is as good as absent. One thread.
 */
public final class Fields {
    /** As many messages as Anthropic takes; what follows is not made for more, and nobody has as many of anything else. */
    private static final int MOST_OBJECTS = 100_000;

    private final JsonNode object;
    private final String path;
    private final boolean snake;
    private final Set<String> read = new HashSet<>();

    private Fields(JsonNode object, String path, boolean snake) {
        this.object = object;
        this.path = path;
        this.snake = snake;
    }

    /**
     * @param path where it stands in the request, empty for the request itself
     * @throws Refusal {@code INVALID_REQUEST} when it is no object
     */
    public static Fields of(JsonNode object, String path) {
        return checked(object, path, false);
    }

    /** The same for protocols of Google, whose servers take {@code system_instruction} for {@code systemInstruction}. */
    public static Fields camel(JsonNode object, String path) {
        return checked(object, path, true);
    }

    private static Fields checked(JsonNode object, String path, boolean snake) {
        if (!object.isObject()) {
            throw wrong(path, "an object");
        }
        return new Fields(object, path, snake);
    }

    /** Where a member stands in the request, as the caller wrote it. */
    public String at(String name) {
        String written = snake && !object.has(name) && object.has(snake(name)) ? snake(name) : name;
        return path.isEmpty() ? written : path + "." + written;
    }

    public String path() {
        return path;
    }

    public JsonNode raw() {
        return object;
    }

    /** A member as it is, null when it is absent or null. */
    public @Nullable JsonNode get(String name) {
        read.add(name);
        JsonNode value = object.get(name);
        if (value == null && snake) {
            String other = snake(name);
            read.add(other);
            value = object.get(other);
        }
        return value == null || value.isNull() ? null : value;
    }

    /** @throws Refusal when it is absent */
    public JsonNode need(String name) {
        JsonNode value = get(name);
        if (value == null) {
            throw Refusal.of(ErrorKind.INVALID_REQUEST, "\"" + at(name) + "\" is required", at(name));
        }
        return value;
    }

    /** @throws Refusal when it is no string */
    public @Nullable String text(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isTextual()) {
            throw wrong(at(name), "a string");
        }
        return value == null ? null : value.textValue();
    }

    /** @throws Refusal when it is absent, or no string */
    public String needText(String name) {
        need(name);
        String text = text(name);
        return text == null ? "" : text;
    }

    /** @throws Refusal when it is neither true nor false */
    public @Nullable Given<Boolean> flag(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(at(name), "true or false");
        }
        return value == null ? null : new Given<>(value.booleanValue(), at(name));
    }

    public boolean isTrue(String name) {
        Given<Boolean> flag = flag(name);
        return flag != null && flag.value();
    }

    /** @throws Refusal when it is no whole number that fits */
    public @Nullable Given<Integer> integer(String name) {
        JsonNode value = get(name);
        if (value != null && !(value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt())) {
            throw wrong(at(name), "a whole number");
        }
        return value == null ? null : new Given<>(value.intValue(), at(name));
    }

    /** @throws Refusal when it is no number */
    public @Nullable JsonNode number(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isNumber()) {
            throw wrong(at(name), "a number");
        }
        return value;
    }

    /** @throws Refusal when it is no object */
    public @Nullable Fields object(String name) {
        JsonNode value = get(name);
        return value == null ? null : checked(value, at(name), snake);
    }

    /**
     * The elements of an array; none when it is absent.
     *
     * @throws Refusal when it is no array
     */
    public List<JsonNode> list(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(at(name), "an array");
        }
        List<JsonNode> items = new ArrayList<>(value.size());
        value.forEach(items::add);
        return items;
    }

    /**
     * The elements of an array, each an object; none when it is absent.
     *
     * @throws Refusal when it is no array of objects, or holds too many
     */
    public List<Fields> objects(String name) {
        List<JsonNode> items = list(name);
        if (items.size() > MOST_OBJECTS) {
            throw wrong(at(name), "an array of at most " + MOST_OBJECTS + " objects");
        }
        List<Fields> objects = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            objects.add(checked(item, at(name) + "[" + objects.size() + "]", snake));
        }
        return objects;
    }

    /** Members that say nothing which could be lost. */
    public void ignore(String... names) {
        for (String name : names) {
            get(name);
        }
    }

    /** Names of all members that nobody asked for, and that are not null. */
    public List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!read.contains(name) && !object.path(name).isNull()) {
                rest.add(name);
            }
        }
        return rest;
    }

    /** Notes what nobody asked for as dropped. */
    public void loseRest(Losses losses) {
        rest().forEach(name -> losses.dropped(at(name)));
    }

    public static Refusal wrong(String at, String expected) {
        return Refusal.of(
                ErrorKind.INVALID_REQUEST, "\"" + (at.isEmpty() ? "the body" : at) + "\" must be " + expected, at);
    }

    private static String snake(String name) {
        StringBuilder out = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                out.append('_').append(Character.toLowerCase(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
