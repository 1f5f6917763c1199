package dev.mehari.protocol.anthropic;

import dev.mehari.call.Defaults;
import dev.mehari.call.Quirk;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Setting;
import dev.mehari.protocol.Added;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.CheckedRequest;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A messages request as it came. */
record Request(CheckedBody body, @Nullable String model, boolean stream) implements CheckedRequest {
    private static final Set<String> LOCATED = Set.of("model", "stream");
    private static final Set<Setting> KNOWN =
            EnumSet.of(Setting.MAX_TOKENS, Setting.TEMPERATURE, Setting.TOP_P, Setting.TOP_K);

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
        // A model that thinks draws tokens its own way, and refuses to be told.
        boolean thinks = members.has("thinking") && !"disabled".equals(field("thinking.type"));
        Map<String, String> missing = new LinkedHashMap<>();
        defaults.besides(setting -> members.has(setting.id())).values().forEach((setting, value) -> {
            if (KNOWN.contains(setting) && !(thinks && setting.sampling())) {
                missing.put(setting.id(), value.toPlainString());
            }
        });
        return members.with(missing);
    }

    @Override
    public RequestBody with(byte[] changed) {
        return read(changed);
    }
}
