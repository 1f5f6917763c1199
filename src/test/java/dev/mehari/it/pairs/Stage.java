package dev.mehari.it.pairs;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.util.EnumMap;
import java.util.Map;

/** One gateway in front of one strict vendor of each kind. */
final class Stage implements AutoCloseable {
    private final Map<Kind, FakeProvider> fakes = new EnumMap<>(Kind.class);
    private final GatewayProcess gateway;

    Stage() {
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        StringBuilder models = new StringBuilder("models:\n");
        GatewaySetup setup = GatewayProcess.setup().withoutRetries();
        for (Kind kind : Kind.values()) {
            FakeProvider fake = kind.start();
            fakes.put(kind, fake);
            setup.env(kind.name() + "_KEY", fake.key());
            upstreams.append(kind.upstream(fake));
            models.append(kind.target());
        }
        gateway = setup.file("config/upstreams.yaml", upstreams.toString())
                .file("config/models.yaml", models + Kind.CAPABILITIES)
                .file("config/prices.yaml", "")
                .start();
    }

    String url() {
        return gateway.url();
    }

    /** The vendor of a kind, which says this from now on and has forgotten all before. */
    FakeProvider playing(Kind kind, Answer answer) {
        FakeProvider fake = fakes.get(kind);
        if (fake == null) {
            throw new IllegalStateException(kind + " was not started");
        }
        fake.always(answer);
        fake.server().forget();
        return fake;
    }

    @Override
    public void close() {
        gateway.close();
        fakes.values().forEach(FakeProvider::close);
    }
}
