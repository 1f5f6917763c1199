package dev.mehari.protocol.openai;

import dev.mehari.call.Defaults;
import dev.mehari.call.Quirk;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Setting;
import dev.mehari.protocol.Added;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.CheckedRequest;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for a chat completion as it came, or for the completion of a text.
 *
 * @param legacy whether it is the latter, in which the cap on tokens has its old name
 */
record Request(
        CheckedBody body,
        @Nullable CheckedBody options,
        @Nullable String model,
        boolean stream,
        boolean includeUsage,
        boolean legacy)
        implements CheckedRequest {
    private static final Set<String> LOCATED = Set.of("model", "stream", "stream_options");
    private static final Set<String> OPTIONS = Set.of("include_usage");
    /** What OpenAI itself does not know. */
    private static final Set<Setting> EXTRAS = EnumSet.of(Setting.TOP_K, Setting.MIN_P, Setting.REPETITION_PENALTY);

    static Request read(byte[] bytes, boolean legacy) {
        CheckedBody body = CheckedBody.read(bytes, LOCATED);
        CheckedBody options = body.object("stream_options", OPTIONS);
        return new Request(
                body,
                options,
                body.text("model"),
                body.flag("stream"),
                options != null && options.flag("include_usage"),
                legacy);
    }

    @Override
    public boolean usageAsked() {
        return stream && includeUsage;
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
    public byte[] forUpstream(String upstreamModel, Set<Quirk> quirks, Defaults defaults) {
        byte[] patched = CheckedRequest.super.forUpstream(upstreamModel, quirks, defaults);
        if (defaults.isEmpty()) {
            return patched;
        }
        Added members = Added.to(patched);
        String cap = legacy || quirks.contains(Quirk.MAX_TOKENS_NAME) ? "max_tokens" : "max_completion_tokens";
        Map<String, String> missing = new LinkedHashMap<>();
        defaults.besides(setting -> setting == Setting.MAX_TOKENS
                        ? members.has("max_tokens", "max_completion_tokens")
                        : members.has(setting.id()))
                .values()
                .forEach((setting, value) -> {
                    if (!EXTRAS.contains(setting) || quirks.contains(Quirk.SAMPLING_EXTRAS)) {
                        missing.put(setting == Setting.MAX_TOKENS ? cap : setting.id(), value.toPlainString());
                    }
                });
        return members.with(missing);
    }

    @Override
    public RequestBody with(byte[] changed) {
        return read(changed, legacy);
    }
}
