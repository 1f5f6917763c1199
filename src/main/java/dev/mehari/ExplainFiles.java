package dev.mehari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.admin.ExplainCallers;
import dev.mehari.admin.ExplainRequest;
import dev.mehari.admin.ExplanationFields;
import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.edge.Buffers;
import dev.mehari.edge.Departures;
import dev.mehari.edge.EdgeEngine;
import dev.mehari.edge.EdgeErrors;
import dev.mehari.edge.Explain;
import dev.mehari.edge.Explanation;
import dev.mehari.edge.Question;
import dev.mehari.edge.Ways;
import dev.mehari.live.Breakers;
import dev.mehari.live.Changes;
import dev.mehari.live.Generation;
import dev.mehari.live.GenerationBuilder;
import dev.mehari.live.Generations;
import dev.mehari.live.OverlaySource;
import dev.mehari.live.SessionPools;
import dev.mehari.live.UpstreamClients;
import dev.mehari.protocol.Codecs;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Explains a request by the files of a home, with the parts that a start would make of them: edge, routes and all. There is no
 * port, no database with what admins wrote, and no connection; nothing is known of calls before.
 */
final class ExplainFiles {
    private final MehariAutoConfiguration parts = new MehariAutoConfiguration();
    private final EdgeConfiguration edgeParts = new EdgeConfiguration();
    private final Home home;

    ExplainFiles(Home home) {
        this.home = home;
    }

    /**
     * @return the explanation as JSON, see {@link ExplanationFields}
     * @throws ConfigException with what a start would be refused for
     * @throws dev.mehari.call.Refusal when the request cannot be read
     * @throws IllegalArgumentException when there is nothing to explain about it
     */
    Map<String, Object> explain(byte[] text) {
        ExplainRequest request = ExplainRequest.read(text);
        // What is wrong with the request is told before what is wrong with the files.
        ExplainCallers.checkDescribed(request.key());
        ConfigurableEnvironment environment = Check.environment(home);
        Snapshot snapshot = StartCheck.run(environment, home);
        Question question = new Question(
                request.method(),
                request.target(),
                request.headers(),
                request.body(),
                ExplainCallers.withoutKeys(request.key(), snapshot.models().rules()));
        MehariProperties properties = Binder.get(environment).bindOrCreate("mehari", MehariProperties.class);
        try (ScheduledExecutorService clockwork = parts.mehariClockwork();
                UpstreamClients clients = new UpstreamClients();
                Generations generations = new Generations(Duration.ZERO)) {
            Explanation found = explain(question, snapshot, properties, clockwork, clients, generations);
            clockwork.shutdownNow();
            return ExplanationFields.without(notKnown(request.key())).show(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An explanation that leaves something out says so. */
    private static List<String> notKnown(@Nullable JsonNode key) {
        String keys = key == null
                ? "virtual keys: whoever sends one is taken for anyone, who may use every model"
                : key.isObject()
                        ? "virtual keys: of this one, what is described"
                        : "of the key \"" + key.asText()
                                + "\" anything but its rules: no team, tags, role, models, or default model";
        return List.of(
                keys,
                "what admins wrote into the database: upstreams, models, rules and prices; what is switched off by hand",
                "calls before: states of credentials, targets and breakers, whose turn it is, what is under way");
    }

    private Explanation explain(
            Question question,
            Snapshot snapshot,
            MehariProperties properties,
            ScheduledExecutorService clockwork,
            UpstreamClients clients,
            Generations generations)
            throws IOException {
        Clock clock = parts.mehariClock();
        Codecs codecs = parts.mehariCodecs(properties);
        GatewaySteps steps = UnopenedSteps.steps(codecs, clockwork, clock);
        GenerationBuilder builder =
                new GenerationBuilder(new Breakers(), clients, new SessionPools(clock), steps, clock);
        Generation generation = builder.explaining(snapshot, home.files().read());
        generations.install(generation);
        EdgeErrors errors = edgeParts.mehariEdgeErrors(codecs, clock);
        Buffers buffers = edgeParts.mehariBuffers(generations);
        EdgeEngine engine = edgeParts.mehariEngine(errors, buffers);
        Changes changes = new Changes(
                home.files(), OverlaySource.NONE, Wiring.loader(home, StartCheck.NOWHERE), builder, generations, clock);
        PrometheusMeterRegistry metrics = parts.mehariMetrics();
        CamelContext edge = new DefaultCamelContext();
        try {
            edge.getRegistry().bind("platform-http-engine", engine);
            edge.addRoutes(edgeParts.mehariEdgeRoutes(
                    codecs,
                    properties,
                    buffers,
                    edgeParts.mehariHeldBodies(properties, clockwork, metrics),
                    generations,
                    new Departures(clockwork),
                    steps.errors(),
                    steps.keys(),
                    UnopenedSteps.admin(clock),
                    steps.health(),
                    steps.queue(),
                    changes,
                    clock,
                    edgeParts.mehariCallMetrics(metrics),
                    clockwork));
            edge.start();
            Ways ways = edgeParts.mehariWays(engine, generations);
            return new Explain(ways, errors, clock).of(question);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ConfigException(List.of(new Fault("routes", 0, "they cannot be started: " + e.getMessage())));
        } finally {
            edge.stop();
        }
    }
}
