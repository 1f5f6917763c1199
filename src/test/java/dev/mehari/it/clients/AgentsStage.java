package dev.mehari.it.clients;

import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.ResponsesFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The packaged jar before strict vendors, for coding agents: {@code clients/agents/run} starts it, reads the addresses from
 * its standard output and ends it by closing its standard input. It exits with 1 when a vendor refused a request.
 */
public final class AgentsStage implements AutoCloseable {
    /** What an agent knows of a model goes by the beginning of its name; its end is where it leads here. */
    private static final String MODELS = """
            models:
              "claude-opus-4-8-on-chat*": {targets: ["gpt/gpt-4.1"]}
              "claude-opus-4-8-on-responses*": {targets: ["gpt-responses/gpt-5.6"]}
              "claude-opus-4-8-on-gemini*": {targets: ["gemini/gemini-3-flash"]}
              "gpt-5.5-on-anthropic": {targets: ["anthropic/claude-haiku-4-5"]}
              "gpt-5.5-on-open": {targets: ["open/qwen3"]}
              "gpt-6.1-sol-on-anthropic": {targets: ["anthropic/claude-haiku-4-5"]}
              "qwen-on-open": {targets: ["open/qwen3"]}
              "gemini-*": {targets: ["gpt/gpt-4.1"]}
              "gemini-2.5-pro-on-anthropic": {targets: ["anthropic/claude-haiku-4-5"]}
              "sonnet-on-anthropic": {targets: ["anthropic/claude-haiku-4-5"]}
            """;

    private final AgentPlay play = new AgentPlay();
    private final Map<String, FakeProvider> fakes = Map.of(
            "gpt", OpenAiFake.start().answering(play::answer),
            "open", OpenAiFake.start().compatible().answering(play::answer),
            "gpt-responses", ResponsesFake.start().answering(play::answer),
            "anthropic", AnthropicFake.start().answering(play::answer),
            "gemini", GeminiFake.start().answering(play::answer));
    private final GatewayProcess gateway;

    private AgentsStage() {
        GatewaySetup setup = GatewayProcess.setup().withoutRetries().file("config/models.yaml", MODELS);
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        fakes.forEach((name, fake) -> {
            String key = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_KEY";
            setup.env(key, fake.key());
            String protocol = switch (name) {
                case "gpt", "open" -> "openai-chat";
                case "gpt-responses" -> "openai-responses";
                default -> name;
            };
            upstreams.append("""
                      %s:
                        protocol: %s
                        base-url: %s
                        credentials:
                          - {id: main, key: "env:%s"}
                        quirks: [%s]
                    """.formatted(name, protocol, fake.baseUrl(), key, name.equals("open") ? "vllm" : ""));
        });
        gateway = setup.file("config/upstreams.yaml", upstreams.toString())
                .file("config/prices.yaml", "")
                .start();
    }

    public static void main(String[] args) throws IOException {
        List<String> refusals;
        try (AgentsStage stage = new AgentsStage()) {
            System.out.println("MEHARI_URL=" + stage.gateway.url());
            System.out.println("MEHARI_KEY=" + GatewaySetup.KEY);
            System.out.println("READY");
            System.in.transferTo(OutputStream.nullOutputStream());
            refusals = stage.refusals();
        }
        refusals.forEach(refusal -> System.err.println("refused by " + refusal));
        System.exit(refusals.isEmpty() ? 0 : 1);
    }

    private List<String> refusals() {
        return fakes.entrySet().stream()
                .flatMap(fake -> fake.getValue().refusals().stream().map(refused -> fake.getKey() + ": " + refused))
                .toList();
    }

    @Override
    public void close() {
        gateway.stop();
        fakes.values().forEach(FakeProvider::close);
    }
}
