package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatFactory;
import org.apache.camel.spi.Registry;

/** Builds generations: loads routes, stamps the upstream template once per upstream, lints, starts. */
public final class GenerationBuilder {
    private final Breakers breakers;
    private final UpstreamClients clients;
    private final Function<Snapshot, Steps> steps;
    private final Clock clock;
    private final AtomicInteger numbers = new AtomicInteger();

    /** @param steps makes the beans of a generation from its snapshot */
    public GenerationBuilder(Breakers breakers, UpstreamClients clients, Function<Snapshot, Steps> steps, Clock clock) {
        this.breakers = breakers;
        this.clients = clients;
        this.steps = steps;
        this.clock = clock;
    }

    /**
     * A started generation.
     *
     * @param configFiles the files the snapshot came from, for display
     * @param routeFiles by their path below {@code routes/}
     * @throws ConfigException when the routes cannot be used; nothing is left running then
     */
    public Generation build(
            Snapshot snapshot, SortedMap<String, byte[]> configFiles, SortedMap<String, byte[]> routeFiles) {
        DefaultCamelContext context = context(snapshot);
        try {
            List<Fault> faults = new ArrayList<>(RouteLoader.load(context, routeFiles));
            stamp(context, snapshot);
            faults.addAll(RouteLint.check(context));
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
            context.start();
        } catch (ConfigException e) {
            context.stop();
            throw e;
        } catch (Exception e) {
            Fault fault = RouteFault.ofStart(context, e);
            context.stop();
            throw new ConfigException(List.of(fault));
        }
        List<Generation.Source> sources = new ArrayList<>();
        configFiles.forEach((name, bytes) -> sources.add(new Generation.Source("config/" + name, sha256(bytes))));
        routeFiles.forEach(
                (name, bytes) -> sources.add(new Generation.Source(RouteLoader.FOLDER + name, sha256(bytes))));
        return new Generation(numbers.incrementAndGet(), clock.instant(), snapshot, sources, context);
    }

    private DefaultCamelContext context(Snapshot snapshot) {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.getCamelContextExtension().setName("mehari-generation");
        context.disableJMX();
        context.setStreamCaching(false);
        context.setAllowUseOriginalMessage(false);
        context.setMessageHistory(false);
        context.setSourceLocationEnabled(true);
        // A failure goes up to the route that called. A handler of each route's own would log it as the end of
        // everything and keep it from the one that knows what to do; a route may name one all the same.
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        context.getShutdownStrategy().setTimeout(30);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        Registry registry = context.getRegistry();
        steps.apply(snapshot).bind(registry);
        registry.bind("wireHeaders", new WireHeaders());
        registry.bind("jackson-dataformat-factory", (DataFormatFactory) GenerationBuilder::json);
        for (Upstream upstream : snapshot.upstreams().values()) {
            registry.bind("breaker-" + upstream.name(), breakers.of(upstream));
            registry.bind("client-" + upstream.name(), clients.of(upstream));
        }
        return context;
    }

    /** What a route's {@code marshal: json} writes: without the module, it could not write the time of a record. */
    private static DataFormat json() {
        JacksonDataFormat json = new JacksonDataFormat();
        json.setModuleClassNames("com.fasterxml.jackson.datatype.jsr310.JavaTimeModule");
        json.setDisableFeatures("WRITE_DATES_AS_TIMESTAMPS");
        return json;
    }

    private static void stamp(CamelContext context, Snapshot snapshot) {
        for (Upstream upstream : snapshot.upstreams().values()) {
            TemplatedRouteBuilder.builder(context, "upstream")
                    .routeId("upstream-" + upstream.name())
                    .parameter("name", upstream.name())
                    .parameter("url", upstream.baseUrl().toString())
                    .add();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets every header through that was put on the wire on purpose, and none of Camel's own. */
    private static final class WireHeaders extends HttpHeaderFilterStrategy {
        @Override
        protected void initialize() {
            setLowerCase(true);
            setFilterOnMatch(true);
            setOutFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
            setInFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
            getOutFilter().add("content-type");
            getOutFilter().add("content-length");
            getOutFilter().add("host");
        }
    }
}
