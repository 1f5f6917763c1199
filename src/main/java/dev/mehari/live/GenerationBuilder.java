package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatFactory;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Builds generations: loads routes, stamps the upstream template once per upstream, lints, starts. */
public final class GenerationBuilder {
    private static final String ROUTES = "routes/";

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
            load(context, routeFiles);
            stamp(context, snapshot);
            List<Fault> faults = RouteLint.check(context);
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
            context.start();
        } catch (ConfigException e) {
            context.stop();
            throw e;
        } catch (Exception e) {
            context.stop();
            throw new ConfigException(List.of(RouteFault.of(e)));
        }
        List<Generation.Source> sources = new ArrayList<>();
        configFiles.forEach((name, bytes) -> sources.add(new Generation.Source("config/" + name, sha256(bytes))));
        routeFiles.forEach((name, bytes) -> sources.add(new Generation.Source(ROUTES + name, sha256(bytes))));
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
        // A failure goes up to the route that called: a handler of each route's own would log it as the end of
        // everything,
        // and keep it from the one that knows what to do. A route or a file of errors may name another.
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

    /** A file at a time, so that a fault has its file; what routes share first, or it would reach only later files. */
    private static void load(DefaultCamelContext context, Map<String, byte[]> routeFiles) {
        Map<String, Collection<RoutesBuilder>> builders = new TreeMap<>();
        routeFiles.forEach((name, bytes) -> {
            Resource resource = ResourceHelper.fromBytes(ROUTES + name, bytes);
            at(
                    name,
                    () -> builders.put(
                            name, PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)));
        });
        builders.forEach((name, found) -> at(name, () -> {
            for (RoutesBuilder builder : found) {
                if (builder instanceof RouteConfigurationsBuilder shared) {
                    context.addRoutesConfigurations(shared);
                }
            }
        }));
        builders.forEach((name, found) -> at(name, () -> {
            for (RoutesBuilder builder : found) {
                context.addRoutes(builder);
            }
        }));
    }

    private interface Loading {
        void run() throws Exception;
    }

    private static void at(String name, Loading step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new ConfigException(List.of(RouteFault.of(ROUTES + name, e)));
        }
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

    static String fileOf(String location) {
        int routes = location.indexOf(ROUTES);
        return routes < 0 ? location : location.substring(routes);
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
