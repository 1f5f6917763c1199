package dev.mehari.protocol.gemini;

import dev.mehari.call.Defaults;
import dev.mehari.call.Quirk;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Setting;
import dev.mehari.protocol.Added;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.Json;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A generateContent request as it came. Model and stream stand in the path, so the body changes by defaults only. */
record Request(CheckedBody body) implements PathRequest {
    private static final Map<Setting, String> NAMES = new EnumMap<>(Map.of(
            Setting.MAX_TOKENS, "maxOutputTokens",
            Setting.TEMPERATURE, "temperature",
            Setting.TOP_P, "topP",
            Setting.TOP_K, "topK",
            Setting.FREQUENCY_PENALTY, "frequencyPenalty",
            Setting.PRESENCE_PENALTY, "presencePenalty",
            Setting.SEED, "seed"));

    static Request read(byte[] bytes) {
        return new Request(CheckedBody.read(bytes, Set.of()));
    }

    @Override
    public byte[] forUpstream(String upstreamModel, boolean reportUsage) {
        return bytes();
    }

    @Override
    public byte[] forUpstream(String upstreamModel, Set<Quirk> quirks, Defaults defaults) {
        byte[] sent = PathRequest.super.forUpstream(upstreamModel, quirks, defaults);
        if (defaults.isEmpty()) {
            return sent;
        }
        Added members = Added.to(sent);
        for (String name : List.of("generationConfig", "generation_config")) {
            if (members.has(name)) {
                Added config = members.object(name);
                return config == null ? sent : config.with(missing(defaults, config));
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        defaults.values().forEach((setting, value) -> add(setting, value, all));
        if (all.isEmpty()) {
            return sent;
        }
        String config = all.entrySet().stream()
                .map(member -> Json.quote(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return members.with(Map.of("generationConfig", config));
    }

    /** Google's servers take either spelling. */
    private static Map<String, String> missing(Defaults defaults, Added config) {
        Map<String, String> missing = new LinkedHashMap<>();
        defaults.besides(setting -> {
                    String name = NAMES.get(setting);
                    String other = setting == Setting.MAX_TOKENS ? "max_output_tokens" : setting.id();
                    return name != null && config.has(name, other);
                })
                .values()
                .forEach((setting, value) -> add(setting, value, missing));
        return missing;
    }

    private static void add(Setting setting, BigDecimal value, Map<String, String> to) {
        String name = NAMES.get(setting);
        if (name != null) {
            to.put(name, value.toPlainString());
        }
    }

    @Override
    public RequestBody with(byte[] changed) {
        return read(changed);
    }
}
