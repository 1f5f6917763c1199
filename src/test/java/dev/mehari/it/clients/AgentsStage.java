package dev.mehari.it.clients;

import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * The packaged jar before strict vendors, for coding agents: {@code clients/agents/run} starts it, reads the addresses from
 * its standard output and ends it by closing its standard input. It exits with 1 when a vendor refused a request.
 *
 * <p>A name of a model says where it leads: what stands behind {@code -on-} is the upstream.
 */
public final class AgentsStage implements AutoCloseable {
    private static final String ALIASES = """
            models:
              "claude-opus-4-8-on-chat*": {targets: ["openai/gpt-4.1-agent"]}
              "claude-opus-4-8-on-gemini*": {targets: ["gemini/gemini-3-flash-agent"]}
              "gpt-5.5-on-anthropic*": {targets: ["anthropic/claude-haiku-4-5-agent"]}
              "gpt-5.5-on-chat*": {targets: ["local/qwen3-agent"]}
              "gpt-6.1-sol-on-anthropic*": {targets: ["anthropic/claude-haiku-4-5-agent"]}
              "gpt-6.1-sol-on-chat*": {targets: ["local/qwen3-agent"]}
              "gpt-5.1-codex-on-anthropic*": {targets: ["anthropic/claude-haiku-4-5-agent"]}
              "gpt-5.1-codex-on-chat*": {targets: ["local/qwen3-agent"]}
              "gemini-2.5-pro-on-chat*": {targets: ["openai/gpt-4.1-agent"]}
              "gemini-3*": {targets: ["openai/gpt-4.1-agent"]}
              "gemini-2.5-flash*": {targets: ["anthropic/claude-haiku-4-5-agent"]}
              "gemini-2.5-pro-on-anthropic*": {targets: ["anthropic/claude-haiku-4-5-agent"]}
            """;
    private static final String LOCAL = """
            upstreams:
              local:
                protocol: openai-chat
                base-url: ${LOCAL_BASE_URL}
                credentials:
                  - {id: main, key: "env:LOCAL_API_KEY"}
                quirks: [vllm]
            """;

    private final AgentPlay play = new AgentPlay();
    private final Map<String, FakeProvider> fakes = Map.of(
            "openai", OpenAiFake.start().answering(play::answer),
            "anthropic", AnthropicFake.start().answering(play::answer),
            "gemini", GeminiFake.start().answering(play::answer),
            "local", OpenAiFake.start().compatible().answering(play::answer));
    private final GatewayProcess gateway;

    private AgentsStage() {
        GatewaySetup setup = GatewayProcess.setup()
                .withoutBreakers()
                .withoutRetries()
                .edit("config/models.yaml", text -> text.replaceFirst("(?m)^models:\n", ALIASES));
        setup.edit("config/upstreams.yaml", text -> text.replaceFirst("(?m)^upstreams:\n", Matcher.quoteReplacement(LOCAL)));
        fakes.forEach((name, fake) -> {
            if (name.equals("local")) {
                setup.env("LOCAL_API_KEY", fake.key()).env("LOCAL_BASE_URL", fake.baseUrl());
            } else {
                setup.upstream(fake);
            }
        });
        gateway = setup.start();
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
