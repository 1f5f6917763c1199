package dev.mehari.protocol.openai;

import dev.mehari.call.RequestBody;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A chat completions request as it came. */
record Request(
        CheckedBody body,
        @Nullable CheckedBody options,
        @Nullable String model,
        boolean stream,
        boolean includeUsage) implements RequestBody {
    private static final Set<String> LOCATED = Set.of("model", "stream", "stream_options");
    private static final Set<String> OPTIONS = Set.of("include_usage");

    static Request read(byte[] bytes) {
        CheckedBody body = CheckedBody.read(bytes, LOCATED);
        CheckedBody options = body.object("stream_options", OPTIONS);
        return new Request(
                body,
                options,
                body.text("model"),
                body.flag("stream"),
                options != null && options.flag("include_usage"));
    }

    @Override
    public boolean usageAsked() {
        return stream && includeUsage;
    }

    @Override
    public byte[] bytes() {
        return body.bytes();
    }

    @Override
    public @Nullable Object field(String path) {
        return body.field(path);
    }

    @Override
    public byte[] forUpstream(String upstreamModel, boolean reportUsage) {
        List<Edit> edits = new ArrayList<>(2);
        if (!upstreamModel.equals(model)) {
            edits.add(body.set("model", Json.quote(upstreamModel)));
        }
        // Without a stream the option is an error upstream.
        if (reportUsage && stream && !includeUsage) {
            edits.add(
                    options == null
                            ? body.set("stream_options", "{\"include_usage\":true}")
                            : options.set("include_usage", "true"));
        }
        return body.with(edits);
    }

    @Override
    public RequestBody withTexts(UnaryOperator<String> change) {
        List<Edit> edits = body.texts(change);
        return edits.isEmpty() ? this : read(body.with(edits));
    }
}
