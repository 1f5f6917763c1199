package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.FieldTree;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request body known to be one JSON object in UTF-8, with the places of the members we may have to change.
 *
 * <p>Any thread: a call may have forks that read the same request.
 */
public final class CheckedBody {
    private final byte[] bytes;
    private final int open;
    private final boolean empty;
    private final Map<String, Member> members;
    private final @Nullable Set<String> names;
    private final boolean distinct;
    private final Map<String, Field> fields = new ConcurrentHashMap<>();

    private record Field(@Nullable Object value) {}

    /** More names of members than any vendor has settings are not kept. */
    private static final int NAMES_KEPT = 100;

    /**
     * @param names of all members, null when there are too many to keep
     * @param distinct whether none of them stands there twice; false when that is not known
     */
    private CheckedBody(
            byte[] bytes, int open, Map<String, Member> members, @Nullable Set<String> names, boolean distinct) {
        this.bytes = bytes;
        this.open = open;
        this.members = members;
        this.names = names;
        this.distinct = distinct;
        this.empty = names != null && names.isEmpty();
    }

    /**
     * Checks the body and locates members.
     *
     * <p>A byte order mark is cut off: JSON allows to ignore it, and upstreams differ in whether they do.
     *
     * @param located names of top-level members to locate; each may stand there once only, since two parsers need not
     *     agree on which of two counts
     * @throws Refusal {@code INVALID_JSON} or {@code INVALID_REQUEST}; the text names places, never content
     */
    public static CheckedBody read(byte[] sent, Set<String> located) {
        byte[] body = Utf8.startsWithMark(sent) ? Arrays.copyOfRange(sent, 3, sent.length) : sent;
        int fault = Utf8.firstFault(body);
        if (fault >= 0) {
            throw invalid("is not valid UTF-8 at byte " + fault);
        }
        try (JsonParser parser = Json.parser(body)) {
            CheckedBody checked = locate(parser, body, 0, "", located);
            if (parser.nextToken() != null) {
                throw invalid("has more after its JSON object, at byte "
                        + parser.currentTokenLocation().getByteOffset());
            }
            return checked;
        } catch (StreamConstraintsException e) {
            throw invalid("is nested deeper than " + Json.MAX_DEPTH + " levels");
        } catch (JsonProcessingException e) {
            // The parser's own words quote the body.
            throw invalid("is not valid JSON"
                    + (e.getLocation() == null
                            ? ""
                            : " at line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new IllegalStateException("reading an array cannot fail", e);
        }
    }

    private static CheckedBody locate(JsonParser parser, byte[] body, int base, String path, Set<String> located)
            throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw invalid("is empty; it must be a JSON object");
        }
        if (first != JsonToken.START_OBJECT) {
            throw invalid("must be a JSON object");
        }
        int open = base + (int) parser.currentLocation().getByteOffset();
        Map<String, Member> members = new HashMap<>();
        Set<String> names = new HashSet<>();
        boolean distinct = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            distinct &= names.size() <= NAMES_KEPT && names.add(name);
            JsonToken token = parser.nextToken();
            if (!located.contains(name)) {
                checkSpelling(path, name, located);
                parser.skipChildren();
                continue;
            }
            int from = base + (int) parser.currentTokenLocation().getByteOffset();
            String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
            parser.skipChildren();
            parser.finishToken();
            int to = base + (int) parser.currentLocation().getByteOffset();
            if (members.put(name, new Member(token, from, to, text)) != null) {
                throw new Refusal(
                        ErrorKind.INVALID_REQUEST, "\"" + path + name + "\" stands more than once in the request body");
            }
        }
        return new CheckedBody(body, open, members, names.size() > NAMES_KEPT ? null : names, distinct);
    }

    /** Parsers that do not look at case take {@code "Model"} for the model, after we checked another. */
    private static void checkSpelling(String path, String name, Set<String> located) {
        for (String known : located) {
            if (known.equalsIgnoreCase(name)) {
                throw new Refusal(ErrorKind.INVALID_REQUEST, "\"" + path + known + "\" must be written in lower case");
            }
        }
    }

    /** The object that is the value of a located member; null when it is absent or null. */
    public @Nullable CheckedBody object(String name, Set<String> located) {
        Member member = value(name, "an object", JsonToken.START_OBJECT);
        if (member == null) {
            return null;
        }
        try (JsonParser parser = Json.parser(bytes, member.from(), member.to() - member.from())) {
            return locate(parser, bytes, member.from(), name + ".", located);
        } catch (IOException e) {
            throw new IllegalStateException("the object was read before", e);
        }
    }

    /** The text of a located member; null when it is absent or null. */
    public @Nullable String text(String name) {
        Member member = value(name, "a string", JsonToken.VALUE_STRING);
        return member == null ? null : member.text();
    }

    /** Whether a located member is true; absent and null are false. */
    public boolean flag(String name) {
        Member member = value(name, "true or false", JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE);
        return member != null && member.is(JsonToken.VALUE_TRUE);
    }

    private @Nullable Member value(String name, String expected, JsonToken... allowed) {
        Member member = members.get(name);
        if (member == null || member.is(JsonToken.VALUE_NULL)) {
            return null;
        }
        if (!Arrays.asList(allowed).contains(member.token())) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "\"" + name + "\" must be " + expected);
        }
        return member;
    }

    /** The edit that gives a located member this value: in its place, or in front when there is none. */
    public Edit set(String name, String json) {
        Member member = members.get(name);
        return member == null
                ? new Edit(open, open, Json.utf8(Json.quote(name) + ":" + json + (empty ? "" : ",")))
                : new Edit(member.from(), member.to(), Json.utf8(json));
    }

    /** The body as it was checked; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The body with the edits made; the very array when there are none. */
    public byte[] with(List<Edit> edits) {
        return Edit.apply(bytes, edits);
    }

    /** The edits that put each text through a change, see {@link dev.mehari.call.RequestBody#withTexts}. */
    public List<Edit> texts(UnaryOperator<String> change) {
        return Texts.edits(bytes, change);
    }

    /** See {@link dev.mehari.call.RequestBody#field}. */
    public @Nullable Object field(String path) {
        // Of each call is asked what hardly any has: tools, functions.
        return names != null && FieldPath.isName(path) && !names.contains(path)
                ? null
                : fields.computeIfAbsent(path, p -> new Field(find(FieldPath.of(p))))
                        .value();
    }

    /** See {@link dev.mehari.call.RequestBody#find(FieldTree)}. */
    public RequestBody.Found find(FieldTree paths) {
        Set<String> known = names;
        return known != null && known.stream().noneMatch(name -> paths.member(name) != null)
                ? path -> null
                : FieldSearch.in(bytes, paths, distinct && known != null ? known : Set.of());
    }

    /** See {@link dev.mehari.call.RequestBody#conversation}. */
    public @Nullable String conversation() {
        return Conversations.of(bytes);
    }

    private @Nullable Object find(FieldPath path) {
        return names != null
                        && !path.steps().isEmpty()
                        && path.steps().getFirst() instanceof FieldPath.Step.Name(String name)
                        && !names.contains(name)
                ? null
                : path.in(bytes);
    }

    private static Refusal invalid(String what) {
        return new Refusal(ErrorKind.INVALID_JSON, "The request body " + what + ".");
    }
}
