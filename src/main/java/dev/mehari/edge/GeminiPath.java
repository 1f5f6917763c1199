package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code /v1beta/models/{model}:{verb}}, the model percent-encoded or not, with its own slashes or colons. */
final class GeminiPath {
    private static final List<String> BASES = List.of("/v1beta/models", "/v1/models");

    private static final Pattern QUOTED_VERB = Pattern.compile("%3[Aa]([A-Za-z]+)$");

    private GeminiPath() {}

    /**
     * What a POST asks.
     *
     * @throws Refusal when the verb is not served or the model is missing
     */
    static Asked asked(String path, @Nullable String query) {
        // Whoever quotes a whole segment quotes the colon too.
        String rest = QUOTED_VERB.matcher(rest(path)).replaceFirst(":$1");
        int colon = rest.lastIndexOf(':');
        String verb = colon < 0 ? "" : rest.substring(colon + 1);
        String model = colon < 0 ? rest : rest.substring(0, colon);
        String plain = PathSpelling.decode(model);
        if (plain == null || plain.isBlank()) {
            throw new Refusal(
                    ErrorKind.INVALID_REQUEST, "the path names no model: /v1beta/models/{model}:generateContent");
        }
        if (plain.startsWith("models/")) {
            plain = plain.substring("models/".length());
        }
        return switch (verb) {
            case "generateContent" -> new Asked(Protocol.GEMINI, plain, false, false);
            case "countTokens" -> new Asked(Protocol.GEMINI, Operation.COUNT_TOKENS, plain, false, false, null);
            case "streamGenerateContent" -> new Asked(Protocol.GEMINI, plain, true, sse(query));
            case "embedContent" -> Asked.embeddings(Protocol.GEMINI, plain, false);
            case "batchEmbedContents" -> Asked.embeddings(Protocol.GEMINI, plain, true);
            default ->
                throw new Refusal(
                        ErrorKind.PATH_NOT_FOUND,
                        "there is nothing at this path: a model is asked by :generateContent, :streamGenerateContent,"
                                + " :countTokens, :embedContent or :batchEmbedContents");
        };
    }

    /** Whether a POST to this path asks something that is served here. */
    static boolean serves(String path, @Nullable String query) {
        try {
            return under(path) && asked(path, query).model() != null;
        } catch (Refusal unknown) {
            return false;
        }
    }

    /** The model of a GET, decoded; null when the whole list is asked. */
    static @Nullable String model(String path) {
        String rest = rest(path);
        return rest.isEmpty() ? null : PathSpelling.decode(rest);
    }

    /** Whether the path is that of the models or of one of them. */
    static boolean under(String path) {
        return BASES.stream().anyMatch(base -> path.equals(base) || path.startsWith(base + "/"));
    }

    private static String rest(String path) {
        for (String base : BASES) {
            if (path.startsWith(base + "/")) {
                return path.substring(base.length() + 1);
            }
        }
        return "";
    }

    private static boolean sse(@Nullable String query) {
        return query != null && List.of(query.split("&", -1)).contains("alt=sse");
    }
}
