package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway in front of one fake of each {@link Vendor}. Each vendor has an alias of its own, and each pair of them one. */
final class Rig implements AutoCloseable {
    private static @Nullable Rig shared;

    private final Map<Vendor, FakeProvider> fakes;
    private final GatewayProcess gateway;

    private Rig(Map<Vendor, FakeProvider> fakes, UnaryOperator<GatewaySetup> change) {
        this.fakes = fakes;
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        StringBuilder models = new StringBuilder("models:\n");
        GatewaySetup setup = GatewayProcess.setup().withoutRetries();
        fakes.forEach((vendor, fake) -> {
            setup.env(vendor.name() + "_KEY", fake.key());
            upstreams.append(vendor.upstream(fake));
            models.append("  %s: {targets: [%s]}%n".formatted(vendor.alias(), vendor.target()));
            models.append("  %s: {targets: [%s], timeouts: {response-headers: 300ms, first-event: 300ms}}%n"
                    .formatted(hasty(vendor), vendor.target()));
            for (Vendor next : Vendor.values()) {
                models.append(
                        "  %s: {targets: [%s, %s]}%n".formatted(either(vendor, next), vendor.target(), next.target()));
            }
        });
        models.append("  no-formats: {targets: [at-anthropic/claude-sonnet-4-0]}\n");
        models.append("  no-formats-exact: {targets: [at-anthropic/claude-sonnet-4-0], on-loss: refuse}\n");
        setup.file("config/upstreams.yaml", upstreams.toString())
                .file("config/models.yaml", models.toString())
                .file("config/prices.yaml", "");
        gateway = change.apply(setup).start();
    }

    /** Of this JVM; ends with it. */
    static synchronized Rig shared() {
        Rig rig = shared;
        if (rig == null) {
            rig = with(setup -> setup);
            shared = rig;
        }
        return rig;
    }

    /** One with settings, and fakes, of its own. */
    static Rig with(UnaryOperator<GatewaySetup> change) {
        Map<Vendor, FakeProvider> fakes = new EnumMap<>(Vendor.class);
        for (Vendor vendor : Vendor.values()) {
            fakes.put(vendor, vendor.start());
        }
        return new Rig(fakes, change);
    }

    /** Another process in front of the same fakes, with a deployment's secret of its own: a replica, or a restart. */
    Rig replica() {
        return new Rig(fakes, setup -> setup);
    }

    /** The alias of a vendor that has 300 ms to answer. */
    static String hasty(Vendor vendor) {
        return vendor.alias() + "-at-once";
    }

    /** The alias of two vendors, the first before the second. */
    static String either(Vendor first, Vendor second) {
        return first.alias() + "-or-" + second.alias();
    }

    FakeProvider fake(Vendor vendor) {
        return Objects.requireNonNull(fakes.get(vendor));
    }

    /** The vendor says this from now on, and has forgotten all before. */
    FakeProvider playing(Vendor vendor, Answer answer) {
        FakeProvider fake = fake(vendor);
        fake.always(answer);
        fake.server().forget();
        return fake;
    }

    /** Every vendor says something, and has forgotten all before. */
    void reset() {
        fakes.keySet().forEach(vendor -> playing(vendor, Answer.text("It is warm.")));
    }

    RawClient.Response send(String request) {
        try (RawClient client = RawClient.to(gateway.url())) {
            return client.send(request).response();
        }
    }

    /** A call that goes well, and what the caller makes of it. */
    Heard hear(Caller caller, String model, boolean stream, String... members) {
        RawClient.Response response = send(caller.request(model, stream, members));
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return caller.hear(response, stream);
    }

    /** The body of the last request that a vendor took. */
    JsonNode told(Vendor vendor) {
        return fake(vendor).lastRequest().json();
    }

    /** Requests that any of the fakes refused. */
    List<Object> refused() {
        return fakes.values().stream()
                .<Object>flatMap(fake -> fake.refusals().stream())
                .toList();
    }

    /** The row of a call; it is written soon after the call's end. */
    JsonNode row(RawClient.Response response) {
        String id = Objects.requireNonNull(response.headers().first("x-request-id"));
        HttpResponse<String> page = Eventually.get(
                Duration.ofSeconds(10),
                () -> gateway.send(gateway.admin("/api/admin/logs/" + id)),
                found -> found.statusCode() == 200);
        return Heard.json(page.body());
    }

    GatewayProcess gateway() {
        return gateway;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
