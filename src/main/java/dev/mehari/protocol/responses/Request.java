package dev.mehari.protocol.responses;

import dev.mehari.call.Defaults;
import dev.mehari.call.Quirk;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Setting;
import dev.mehari.protocol.Added;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.CheckedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request for a response as it came. */
record Request(CheckedBody body, @Nullable String model, boolean stream) implements CheckedRequest {
    private static final Set<String> LOCATED = Set.of("model", "stream");
    private static final Map<Setting, String> NAMES =
            Map.of(Setting.MAX_TOKENS, "max_output_tokens", Setting.TEMPERATURE, "temperature", Setting.TOP_P, "top_p");

    static Request read(byte[] bytes) {
        CheckedBody body = CheckedBody.read(bytes, LOCATED);
        return new Request(body, body.text("model"), body.flag("stream"));
    }

    @Override
    public byte[] forUpstream(String upstreamModel, Set<Quirk> quirks, Defaults defaults) {
        byte[] patched = CheckedRequest.super.forUpstream(upstreamModel, quirks, defaults);
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
    public RequestBody with(byte[] changed) {
        return read(changed);
    }
}
