package dev.mehari.edge;

import dev.mehari.call.Caller;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request about which it is asked where it would go.
 *
 * @param target path and query as a caller would send them
 * @param headers in any case; credentials may be among them
 * @param caller says, for the credential in them or null, whose request it is; throws a {@link dev.mehari.call.Refusal} as the
 *     check of a key does
 */
public record Question(
        String method,
        String target,
        Map<String, String> headers,
        byte[] body,
        Function<@Nullable String, Caller> caller) {
    /** The exchange property that holds it. */
    static final String PROPERTY = "mehari.question";

    /** The exchange property that holds the number of the generation that was asked. */
    static final String GENERATION = "mehari.generation";
}
