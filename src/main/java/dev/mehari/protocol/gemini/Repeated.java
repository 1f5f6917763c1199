package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Fields;
import java.util.List;

/** Repeated members. Google's servers, and examples, take a single one without its brackets. */
final class Repeated {
    private Repeated() {}

    /** @throws Refusal when it is neither an object nor an array of them */
    static List<Fields> objects(Fields in, String name) {
        JsonNode value = in.get(name);
        Fields one = value != null && value.isObject() ? in.object(name) : null;
        return one == null ? in.objects(name) : List.of(one);
    }
}
