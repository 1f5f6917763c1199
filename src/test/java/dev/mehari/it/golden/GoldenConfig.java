package dev.mehari.it.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.golden.GoldenCase;
import dev.mehari.golden.GoldenCases;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One alias for each case, and an upstream with the settings that it takes for granted. Cases of the same settings share
 * one, but for those that end in an error: what an upstream is thought of afterwards is not another case's business.
 */
final class GoldenConfig {
    private GoldenConfig() {}

    static GatewaySetup of(Map<String, GoldenCase> cases, ScriptedUpstream scripted) {
        Map<String, String> names = new LinkedHashMap<>();
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        StringBuilder models = new StringBuilder("models:\n");
        Map<String, String> capabilities = new LinkedHashMap<>();
        cases.forEach((name, golden) -> {
            String settings = settings(golden) + own(golden) + (fails(golden) ? name : "");
            String upstream = names.get(settings);
            if (upstream == null) {
                upstream = "u" + names.size();
                names.put(settings, upstream);
                upstreams.append(upstream(upstream, golden, scripted.address(upstream)));
            }
            String model = upstream + "/" + GoldenCases.model(golden);
            String thinking = golden.root().at("/config/reasoning_render").asText();
            models.append("  %s: {targets: [%s]%s}%n"
                    .formatted(name, model, thinking.equals("v1-tags") ? ", thinking: tags" : ""));
            if (!own(golden).isEmpty()) {
                capabilities.put(model, own(golden));
            }
        });
        models.append("capabilities:\n");
        capabilities.forEach((model, own) -> models.append("  %s: {%s}%n".formatted(model, own)));
        return GatewayProcess.setup()
                .env("GOLDEN_KEY", "golden-upstream-key-0001")
                .withoutRetries()
                .file("config/upstreams.yaml", upstreams.toString())
                .file("config/models.yaml", models.toString())
                .file("config/prices.yaml", "");
    }

    private static boolean fails(GoldenCase golden) {
        JsonNode answer = golden.root().path("expected_client_response");
        String stream = golden.root().path("expected_client_stream").toString();
        return answer.has("$status") || stream.contains("\"error\":{") || stream.contains("$close");
    }

    private static String settings(GoldenCase golden) {
        return protocol(golden) + base(golden) + GoldenCases.quirks(golden);
    }

    private static String protocol(GoldenCase golden) {
        return switch (golden.upstream()) {
            case "openai-responses", "openai-responses-input-tokens" -> "openai-responses";
            case "anthropic-messages", "anthropic-count-tokens", "zai-anthropic" -> "anthropic";
            case "gemini-generate", "gemini-stream", "gemini-count-tokens", "gemini-embed", "gemini-batch-embed" ->
                "gemini";
            default -> "openai-chat";
        };
    }

    /** What the base URL has behind its host. */
    private static String base(GoldenCase golden) {
        if (golden.upstream().startsWith("zai")) {
            return golden.root()
                    .at("/config/upstream_base")
                    .asText("https://api.z.ai/api/paas/v4")
                    .replaceFirst("https://[^/]+", "");
        }
        return protocol(golden).startsWith("openai") ? "/v1" : "";
    }

    private static String upstream(String name, GoldenCase golden, String address) {
        return """
                  %s:
                    protocol: %s
                    base-url: %s
                    credentials:
                      - {id: main, key: "env:GOLDEN_KEY"}
                    quirks: [%s]
                    breaker: {window: 10000, minimum-calls: 10000}
                    cooldown: {longest: 0s}
                """.formatted(
                        name, protocol(golden), address + base(golden), String.join(", ", GoldenCases.quirks(golden)));
    }

    /** What the case says of its model. */
    private static String own(GoldenCase golden) {
        StringBuilder lines = new StringBuilder();
        JsonNode config = golden.root().path("config");
        config.path("capabilities")
                .path(GoldenCases.model(golden))
                .properties()
                .forEach(one -> lines.append(", ")
                        .append(one.getKey().replace('_', '-'))
                        .append(": ")
                        .append(one.getValue().isNull() ? "[]" : one.getValue()));
        if (config.has("anthropic_default_max_tokens")) {
            lines.append(", default-max-tokens: ").append(config.get("anthropic_default_max_tokens"));
        }
        return lines.isEmpty() ? "" : lines.substring(2);
    }
}
