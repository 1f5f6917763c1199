package dev.mehari.protocol.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a route leaves as its body: a text, or a mapping or document of
 *
 * <pre>
 *   text, thinking   texts
 *   tool_calls       a list of {id, name, arguments}; arguments as an object or as JSON
 *   usage            {input, cached, output, reasoning}, tokens that do not overlap
 *   finish           stop, length, tool_calls, content_filter
 *   error            {status, code, message}: there is no answer
 * </pre>
 */
final class PlainAnswer {
    private PlainAnswer() {}

    /**
     * Its pieces, in the order in which a caller is to read them.
     *
     * @throws IllegalArgumentException when it is nothing of that kind
     */
    static List<Piece> pieces(@Nullable Object said) {
        return switch (said) {
            case null -> List.of();
            case Piece piece -> List.of(piece);
            case CharSequence text -> text.isEmpty() ? List.of() : List.of(new Piece.Text(text.toString()));
            case byte[] text -> pieces(new String(text, StandardCharsets.UTF_8));
            case Document document -> of(document.at(""));
            case JsonNode node -> of(node);
            case Map<?, ?> map -> of(tree(map));
            default ->
                throw new IllegalArgumentException("an answer is a text, a mapping, or several of them, not "
                        + said.getClass().getSimpleName());
        };
    }

    private static List<Piece> of(JsonNode said) {
        if (said.isTextual()) {
            return pieces(said.textValue());
        }
        JsonNode error = said.path("error");
        if (error.isObject() || error.isTextual()) {
            return List.of(failed(error));
        }
        List<Piece> pieces = new ArrayList<>();
        text(said, "thinking").ifPresent(text -> pieces.add(new Piece.Thinking(text)));
        text(said, "text").ifPresent(text -> pieces.add(new Piece.Text(text)));
        for (JsonNode call : said.path("tool_calls")) {
            JsonNode arguments = call.path("arguments");
            pieces.add(new Piece.Call(
                    call.path("id").asText().isEmpty() ? null : call.path("id").asText(),
                    call.path("name").asText(),
                    arguments.isTextual()
                            ? arguments.textValue()
                            : arguments.isMissingNode() ? "{}" : Tree.text(arguments)));
        }
        JsonNode usage = said.path("usage");
        if (usage.isObject()) {
            pieces.add(new Piece.Used(new Usage(
                    usage.path("input").asLong(),
                    usage.path("cached").asLong(),
                    0,
                    0,
                    usage.path("output").asLong(),
                    usage.path("reasoning").asLong())));
        }
        text(said, "finish").ifPresent(word -> pieces.add(new Piece.Finished(reason(word))));
        if (pieces.isEmpty() && !said.isObject()) {
            throw new IllegalArgumentException("an answer is a text or a mapping, not a JSON " + said.getNodeType());
        }
        return pieces;
    }

    private static Optional<String> text(JsonNode said, String name) {
        JsonNode found = said.path(name);
        return found.isValueNode() && !found.isNull() && !found.asText().isEmpty()
                ? Optional.of(found.asText())
                : Optional.empty();
    }

    private static Piece.Failed failed(JsonNode error) {
        int status = error.path("status").asInt(502);
        String message =
                error.isTextual() ? error.textValue() : error.path("message").asText("no reason was given");
        return new Piece.Failed(
                status < 400 || status > 599 ? 502 : status,
                error.hasNonNull("code") ? error.path("code").asText() : null,
                message);
    }

    private static StopReason reason(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens" -> StopReason.MAX_TOKENS;
            case "tool_calls", "tool_use" -> StopReason.TOOL_USE;
            case "content_filter" -> StopReason.FILTERED;
            default -> StopReason.END;
        };
    }

    /** What routes make with {@code unmarshal}: maps, lists, texts, numbers. */
    private static JsonNode tree(@Nullable Object value) {
        return switch (value) {
            case null -> Tree.object().nullNode();
            case JsonNode node -> node;
            case Document document -> document.at("");
            case Map<?, ?> map -> {
                ObjectNode out = Tree.object();
                map.forEach((name, member) -> out.set(String.valueOf(name), tree(member)));
                yield out;
            }
            case Collection<?> list -> {
                ArrayNode out = Tree.array();
                list.forEach(item -> out.add(tree(item)));
                yield out;
            }
            case Boolean flag -> Tree.object().booleanNode(flag);
            case Integer number -> Tree.object().numberNode(number);
            case Long number -> Tree.object().numberNode(number);
            case Number number -> Tree.object().numberNode(number.doubleValue());
            default -> Tree.object().textNode(value.toString());
        };
    }
}
