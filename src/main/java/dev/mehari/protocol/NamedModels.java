package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears which models the body of a call names that passes through: members {@code model} of JSON at any depth, lists of
 * models, the parts {@code model} of a form. Holds a few kilobytes of it at a time. What is neither names none.
 */
public final class NamedModels {
    /** The member, or the part, that names a model. */
    static final String MODEL = "model";

    /** Longer ones are none, and nothing of them is held. */
    static final int LONGEST = 512;

    /** Lists of models to go over to: OpenRouter's, and that of a beta of Anthropic's. */
    private static final Set<String> LISTS = Set.of("models", "fallbacks");

    /** OpenAI's batches take their requests, and with them their models, from a file that was sent before. */
    private static final String FROM_FILE = "input_file_id";

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(Json.MAX_DEPTH)
            .maxStringLength(LONGEST)
            .build();

    private NamedModels() {}

    /**
     * Reads a body as far as it has to be read for that: to its end, unless it cannot be understood.
     *
     * @param contentType as the caller named it, null when it named none
     * @throws Refusal as {@code heard} does
     * @throws IOException when the body cannot be read
     */
    public static void read(@Nullable String contentType, InputStream body, Passthrough heard) throws IOException {
        String type = contentType == null ? "" : contentType.strip();
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (media.startsWith("multipart/")) {
            Multipart.read(type, body, heard);
            return;
        }
        BufferedInputStream bytes = new BufferedInputStream(body);
        if (media.equals("application/x-www-form-urlencoded")) {
            heard.unreadable(new Refusal(
                    ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                    "a key with a list of models cannot send " + media + ": send JSON or multipart/form-data"));
        } else if (media.equals("application/json") || media.endsWith("+json") || beginsAsJson(bytes)) {
            json(bytes, heard);
        }
    }

    /** Some vendors read JSON whatever it is called. */
    private static boolean beginsAsJson(BufferedInputStream bytes) throws IOException {
        bytes.mark(1);
        int first = bytes.read();
        bytes.reset();
        return first == '{' || first == '[' || Character.isWhitespace(first) || first == 0xEF;
    }

    private static void json(InputStream bytes, Passthrough heard) throws IOException {
        try (JsonParser parser = factory().createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && isListed(parser)) {
                    heard.named(parser.getText());
                }
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                // Parsers that do not look at case take "Model" for the model.
                if (value == JsonToken.VALUE_STRING && (MODEL.equalsIgnoreCase(name) || isList(name))) {
                    heard.named(parser.getText());
                } else if (value == JsonToken.VALUE_STRING && FROM_FILE.equalsIgnoreCase(name)) {
                    heard.unreadable(new Refusal(
                            ErrorKind.MODEL_NOT_ALLOWED,
                            "a key with a list of models cannot start a batch from a file: nobody sees which models its"
                                    + " lines name"));
                }
            }
        } catch (JsonProcessingException e) {
            // The parser's own words quote the body.
            heard.unreadable(
                    new Refusal(ErrorKind.INVALID_JSON, "the request body is not JSON that can be read to its end"));
        }
    }

    private static boolean isListed(JsonParser parser) {
        JsonStreamContext list = parser.getParsingContext();
        JsonStreamContext owner = list.getParent();
        String name = list.inArray() && owner != null ? owner.getCurrentName() : null;
        return name != null && isList(name);
    }

    private static boolean isList(String name) {
        return LISTS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Strings and numbers that nobody asks for are passed over, however long they are. */
    private static JsonFactory factory() {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(LIMITS)
                .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                .build()
                .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    }
}
