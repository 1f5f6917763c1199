package dev.mehari.it.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.golden.GoldenCase;
import dev.mehari.golden.GoldenCases;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.util.Map;

/** One upstream and one alias for each case, with the settings that the case takes for granted. */
final class GoldenConfig {
    private GoldenConfig() {}

    static GatewaySetup of(Map<String, GoldenCase> cases, ScriptedUpstream scripted) {
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        StringBuilder models = new StringBuilder("models:\n");
        StringBuilder capabilities = new StringBuilder("capabilities:\n");
        cases.forEach((name, golden) -> {
            upstreams.append(upstream(name, golden, scripted.address(name)));
            String thinking = golden.root().at("/config/reasoning_render").asText();
            models.append("  %s: {targets: [%s/%s]%s}%n"
                    .formatted(
                            name,
                            name,
                            GoldenCases.model(golden),
                            thinking.equals("v1-tags") ? ", thinking: tags" : ""));
            capabilities.append(capabilities(name, golden));
        });
        return GatewayProcess.setup()
                .env("GOLDEN_KEY", "golden-upstream-key-0001")
                .withoutRetries()
                .file("config/upstreams.yaml", upstreams.toString())
                .file("config/models.yaml", models + capabilities.toString())
                .file("config/prices.yaml", "");
    }

    private static String upstream(String name, GoldenCase golden, String address) {
        String protocol = switch (golden.upstream()) {
            case "openai-responses", "openai-responses-input-tokens" -> "openai-responses";
            case "anthropic-messages", "anthropic-count-tokens", "zai-anthropic" -> "anthropic";
            case "gemini-generate", "gemini-stream", "gemini-count-tokens", "gemini-embed", "gemini-batch-embed" ->
                "gemini";
            default -> "openai-chat";
        };
        String base = address + (protocol.startsWith("openai") ? "/v1" : "");
        if (golden.upstream().startsWith("zai")) {
            base = address
                    + golden.root()
                            .at("/config/upstream_base")
                            .asText("https://api.z.ai/api/paas/v4")
                            .replaceFirst("https://[^/]+", "");
        }
        String quirks = String.join(", ", GoldenCases.quirks(golden));
        return """
                  %s:
                    protocol: %s
                    base-url: %s
                    credentials:
                      - {id: main, key: "env:GOLDEN_KEY"}
                    quirks: [%s]
                    breaker: {window: 1000, minimum-calls: 1000}
                """.formatted(name, protocol, base, quirks);
    }

    private static String capabilities(String name, GoldenCase golden) {
        StringBuilder lines = new StringBuilder();
        JsonNode config = golden.root().path("config");
        config.path("capabilities")
                .path(GoldenCases.model(golden))
                .properties()
                .forEach(one -> lines.append(", ")
                        .append(key(one.getKey()))
                        .append(": ")
                        .append(one.getValue().isNull() ? "[]" : one.getValue()));
        if (config.has("anthropic_default_max_tokens")) {
            lines.append(", default-max-tokens: ").append(config.get("anthropic_default_max_tokens"));
        }
        return lines.isEmpty() ? "" : "  %s/%s: {%s}%n".formatted(name, GoldenCases.model(golden), lines.substring(2));
    }

    private static String key(String name) {
        return name.replace('_', '-');
    }
}
