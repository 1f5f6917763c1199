package dev.mehari.protocol.gemini;

import dev.mehari.call.RequestBody;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A countTokens request as it came: contents, or a whole request within. The model stands in the path, and once more in a
 * request within.
 */
record CountRequest(CheckedBody body) implements PathRequest {
    /** Google's servers take either spelling. */
    private static final List<String> WITHIN = List.of("generateContentRequest", "generate_content_request");

    static CountRequest read(byte[] bytes) {
        return new CountRequest(CheckedBody.read(bytes, Set.copyOf(WITHIN)));
    }

    @Override
    public byte[] forUpstream(String upstreamModel, boolean reportUsage) {
        String name = ModelPath.named(upstreamModel);
        List<Edit> edits = new ArrayList<>();
        for (String within : WITHIN) {
            CheckedBody request = body.object(within, Set.of("model"));
            if (request != null && !name.equals(request.text("model"))) {
                edits.add(request.set("model", Json.quote(name)));
            }
        }
        return body.with(edits);
    }

    @Override
    public RequestBody with(byte[] changed) {
        return read(changed);
    }
}
