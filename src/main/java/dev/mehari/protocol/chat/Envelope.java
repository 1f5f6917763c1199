package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Carrier} travels through a client of another protocol: JSON with sorted keys, as text that the client
 * keeps where its own protocol has signatures. It holds all that is needed, so any replica can open it.
 *
 * <pre>
 *   {"b":[thinking blocks],"gwr":1,"p":"anthropic"}
 *   {"gwr":1,"p":"gemini","s":"signature"}
 *   {"gwr":1,"i":{reasoning item},"p":"openai"}
 *   {"d":[reasoning details],"gwr":1,"p":"openrouter"}
 * </pre>
 */
public final class Envelope {
    private static final String MARK = "gwr1.";

    /** How standard base64 of such an object begins: <code>{"b":[</code> and <code>{"gwr":1,</code>. */
    private static final List<String> MARKS = List.of("eyJiIjpb", "eyJnd3IiOjEs");

    private Envelope() {}

    /** For fields that hold text. */
    public static String text(Carrier carrier) {
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(json(carrier));
    }

    /** For fields that hold bytes as standard base64, as Gemini's {@code thoughtSignature}. */
    public static String base64(Carrier carrier) {
        return Base64.getEncoder().encodeToString(json(carrier));
    }

    /** Whether it is {@link #text} that made this, even when it cannot be opened any more. */
    public static boolean made(String sealed) {
        return sealed.startsWith(MARK);
    }

    /** Whether a body may hold what {@link #text} made; when not, it does not. */
    public static boolean textIn(byte[] body) {
        return latin(body).contains(MARK);
    }

    /** Whether a body may hold what {@link #base64} made; when not, it does not. */
    public static boolean base64In(byte[] body) {
        String text = latin(body);
        return MARKS.stream().anyMatch(text::contains);
    }

    /** A string of bytes is searched many at a time, an array one by one. */
    private static String latin(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** What {@link #text} or {@link #base64} made; null when it is something else, as a signature of the protocol's own. */
    public static @Nullable Carrier open(String sealed) {
        try {
            byte[] json = sealed.startsWith(MARK)
                    ? Base64.getUrlDecoder().decode(sealed.substring(MARK.length()))
                    : Base64.getDecoder().decode(sealed);
            return json.length == 0 || json[0] != '{' ? null : read(Tree.read(json));
        } catch (IllegalArgumentException | IOException e) {
            return null;
        }
    }

    private static @Nullable Carrier read(JsonNode tree) {
        if (tree.path("gwr").intValue() != 1) {
            return null;
        }
        return switch (tree.path("p").asText()) {
            case "anthropic" -> carrier(Protocol.ANTHROPIC_MESSAGES, tree.path("b"));
            case "gemini" -> carrier(Protocol.GEMINI, tree.path("s"));
            case "openrouter" -> carrier(Protocol.OPENAI_CHAT, tree.path("d"));
            case "openai" -> carrier(Protocol.OPENAI_RESPONSES, tree.path("i"));
            default -> null;
        };
    }

    private static @Nullable Carrier carrier(Protocol origin, JsonNode raw) {
        boolean fits = switch (origin) {
            case ANTHROPIC_MESSAGES -> raw.isArray() && all(raw, Envelope::signed);
            case OPENAI_CHAT -> raw.isArray() && all(raw, JsonNode::isObject);
            case GEMINI -> raw.isTextual() && !raw.textValue().isEmpty();
            case OPENAI_RESPONSES -> raw.isObject();
            case OPENAI_COMPLETIONS -> false;
        };
        return fits ? new Carrier(origin, raw) : null;
    }

    private static boolean all(JsonNode list, Predicate<JsonNode> fits) {
        for (JsonNode one : list) {
            if (!fits.test(one)) {
                return false;
            }
        }
        return true;
    }

    private static boolean signed(JsonNode block) {
        boolean redacted = block.path("type").asText().equals("redacted_thinking");
        return block.path(redacted ? "data" : "signature").isTextual();
    }

    private static byte[] json(Carrier carrier) {
        ObjectNode tree = Tree.object();
        switch (carrier.origin()) {
            case ANTHROPIC_MESSAGES -> {
                tree.set("b", sorted(carrier.raw()));
                tree.put("gwr", 1).put("p", "anthropic");
            }
            case GEMINI -> tree.put("gwr", 1).put("p", "gemini").set("s", carrier.raw());
            case OPENAI_RESPONSES -> {
                tree.put("gwr", 1);
                tree.set("i", sorted(carrier.raw()));
                tree.put("p", "openai");
            }
            case OPENAI_CHAT -> {
                tree.set("d", sorted(carrier.raw()));
                tree.put("gwr", 1).put("p", "openrouter");
            }
            case OPENAI_COMPLETIONS -> throw new IllegalArgumentException("completions sign nothing");
        }
        return Tree.bytes(tree);
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            var out = Tree.array();
            node.forEach(item -> out.add(sorted(item)));
            return out;
        }
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            ObjectNode out = Tree.object();
            out.setAll(members);
            return out;
        }
        return node;
    }
}
