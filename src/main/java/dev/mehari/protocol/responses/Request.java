package dev.mehari.protocol.responses;

import dev.mehari.call.Defaults;
import dev.mehari.call.Quirk;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Setting;
import dev.mehari.protocol.Added;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request for a response as it came. */
record Request(CheckedBody body, @Nullable String model, boolean stream) implements RequestBody {
    private static final Set<String> LOCATED = Set.of("model", "stream");
    private static final Map<Setting, String> NAMES =
            Map.of(Setting.MAX_TOKENS, "max_output_tokens", Setting.TEMPERATURE, "temperature", Setting.TOP_P, "top_p");

    static Request read(byte[] bytes) {
        CheckedBody body = CheckedBody.read(bytes, LOCATED);
        return new Request(body, body.text("model"), body.flag("stream"));
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
        return upstreamModel.equals(model)
                ? body.bytes()
                : body.with(List.of(body.set("model", Json.quote(upstreamModel))));
    }

    @Override
    public byte[] forUpstream(String upstreamModel, Set<Quirk> quirks, Defaults defaults) {
        byte[] patched = RequestBody.super.forUpstream(upstreamModel, quirks, defaults);
        if (defaults.isEmpty()) {
            return patched;
        }
        Added members = Added.to(patched);
        Map<String, String> missing = new LinkedHashMap<>();
        defaults.besides(setting -> members.has(NAMES.getOrDefault(setting, setting.id())))
                .values()
                .forEach((setting, value) -> {
                    String name = NAMES.get(setting);
                    if (name != null) {
                        missing.put(name, value.toPlainString());
                    }
                });
        return members.with(missing);
    }

    @Override
    public RequestBody withTexts(UnaryOperator<String> change) {
        List<Edit> edits = body.texts(change);
        return edits.isEmpty() ? this : read(body.with(edits));
    }
}
