package dev.mehari.it.wire;

import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.ZaiFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.sdk.AnthropicSdk;
import dev.mehari.sdk.GeminiSdk;
import dev.mehari.sdk.OpenAiSdk;
import dev.mehari.sdk.SdkDriver;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A gateway that soon shows its callers that it lives, behind a load balancer that cuts what is silent. */
final class WaitingRig implements AutoCloseable {
    static final Duration KEEPALIVE = Duration.ofMillis(300);
    static final Duration CUT_AFTER = Duration.ofMillis(2500);

    private static final List<Dialect> VENDORS =
            List.of(Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI, Dialect.ZAI);

    final List<FakeProvider> fakes =
            List.of(OpenAiFake.start(), AnthropicFake.start(), GeminiFake.start(), ZaiFake.start());
    /** The second targets of {@link #pair}. */
    final List<FakeProvider> spares =
            List.of(OpenAiFake.start(), AnthropicFake.start(), GeminiFake.start(), ZaiFake.start());

    final GatewayProcess gateway;
    private final IdleCutter balancer;

    WaitingRig() {
        GatewaySetup setup = GatewayProcess.setup().plainZai().withoutBreakers();
        fakes.forEach(setup::upstream);
        setup.edit(
                "config/upstreams.yaml",
                text -> text.replaceAll(
                        "(?m)^(    base-url: (?!.*CODEGEN_).*)$",
                        "$1\n    timeouts: {keepalive: " + KEEPALIVE.toMillis() + "ms}"));
        for (Dialect dialect : VENDORS) {
            String key = "SPARE_" + dialect.upstream.toUpperCase(Locale.ROOT);
            String target = dialect.upstream + "/" + dialect.model;
            setup.env(key, spare(dialect).key());
            setup.edit(
                    "config/upstreams.yaml",
                    text -> text.replaceFirst(
                            "(?m)^upstreams:$",
                            "upstreams:\n  spare-" + dialect.upstream + ":\n    protocol: "
                                    + dialect.protocol.replace("-messages", "") + "\n    base-url: "
                                    + spare(dialect).baseUrl() + "\n    credentials: [{id: main, key: \"env:" + key
                                    + "\"}]" + (dialect == Dialect.ZAI ? "\n    quirks: [usage-always]" : "")));
            setup.edit(
                    "config/models.yaml",
                    text -> text.replaceFirst(
                            "(?m)^models:$",
                            "models:\n  " + pair(dialect) + ": {targets: [" + target + ", spare-" + target + "]}"));
        }
        // One attempt at each target, so that the second one comes at once.
        setup.env("RETRY_MAX_ATTEMPTS", "1");
        gateway = setup.start();
        balancer = IdleCutter.before(gateway.port(), CUT_AFTER);
    }

    void reset() {
        all().forEach(fake -> {
            fake.always(Answer.text(KeepaliveIT.TEXT));
            fake.server().forget();
        });
    }

    Stream<FakeProvider> all() {
        return Stream.concat(fakes.stream(), spares.stream());
    }

    FakeProvider fake(Dialect dialect) {
        return fakes.get(at(dialect));
    }

    FakeProvider spare(Dialect dialect) {
        return spares.get(at(dialect));
    }

    private static int at(Dialect dialect) {
        return VENDORS.indexOf(dialect == Dialect.GEMINI_ARRAY ? Dialect.GEMINI : dialect);
    }

    /** The alias of two targets, at the fake and at its spare. */
    static String pair(Dialect dialect) {
        return "pair-" + dialect.upstream;
    }

    /** A stream, asked through the load balancer. */
    RawClient.Response ask(Dialect dialect, String model) {
        String body = dialect.body(true).replace(dialect.model, model);
        try (RawClient client = RawClient.to(balancer.url())) {
            return client.send(RawClient.post(dialect.path(model, true), dialect.headers(GatewaySetup.KEY), body))
                    .response();
        }
    }

    /** What a vendor would answer now, without gateway and load balancer. */
    static String direct(Dialect dialect, FakeProvider fake) {
        try (RawClient client = RawClient.to(fake.baseUrl())) {
            return StepByStep.withoutNumbers(client.send(
                            RawClient.post(dialect.vendorPath(true), dialect.headers(fake.key()), dialect.body(true)))
                    .response()
                    .body());
        }
    }

    SdkDriver sdk(Dialect dialect) {
        String url = balancer.url();
        return switch (dialect) {
            case OPENAI -> OpenAiSdk.of(url + "/v1", GatewaySetup.KEY);
            case ZAI -> OpenAiSdk.withPlainFields(url + "/v1", GatewaySetup.KEY);
            case ANTHROPIC -> AnthropicSdk.of(url, GatewaySetup.KEY);
            case GEMINI, GEMINI_ARRAY -> GeminiSdk.of(url, GatewaySetup.KEY);
        };
    }

    @Override
    public void close() {
        balancer.close();
        gateway.close();
        all().forEach(FakeProvider::close);
    }
}
