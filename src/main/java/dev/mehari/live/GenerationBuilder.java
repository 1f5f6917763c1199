package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
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
     * @param files that the snapshot came from
     * @throws ConfigException when the routes cannot be used; nothing is left running then
     */
    public Generation build(Snapshot snapshot, FileSet files) {
        Uses uses = new Uses(breakers.use(), clients.use());
        DefaultCamelContext context = prepare(snapshot, files.routes(), uses, DefaultCamelContext::start);
        return new Generation(numbers.incrementAndGet(), clock.instant(), snapshot, files.sources(), context, uses);
    }

    /**
     * Does all that {@link #build} does but for the start: routes are made, with their endpoints, expressions and beans,
     * and none of them runs.
     *
     * @param routeFiles by their path below {@code routes/}
     * @return how many routes there are, one for each upstream among them
     * @throws ConfigException when the routes cannot be used
     */
    public int check(Snapshot snapshot, SortedMap<String, byte[]> routeFiles) {
        Uses uses = new Uses(breakers.use(), clients.use());
        DefaultCamelContext context = prepare(snapshot, routeFiles, uses, DefaultCamelContext::init);
        int routes = context.getRouteDefinitions().size();
        context.stop();
        uses.release();
        return routes;
    }

    /**
     * What is wrong with routes by themselves, whatever the configuration: files that cannot be read, steps that nobody
     * knows. For when the configuration has faults of its own, so that all are told at once.
     *
     * @param others a configuration without faults
     */
    public List<Fault> faults(Snapshot others, SortedMap<String, byte[]> routeFiles) {
        Steps beans = new Steps(steps.apply(others).beans());
        DefaultCamelContext context = context(beans);
        try {
            List<Fault> faults = new ArrayList<>(RouteLoader.load(context, routeFiles));
            for (Fault fault : RouteLint.check(context, beans)) {
                if (!fault.message().contains("\"direct:upstream-")) {
                    faults.add(fault);
                }
            }
            return faults;
        } catch (Exception | LinkageError | StackOverflowError e) {
            return List.of(RouteFault.ofStart(context, e));
        } finally {
            context.stop();
        }
    }

    private interface LastStep {
        void with(DefaultCamelContext context) throws Exception;
    }

    /** What a generation shares with others. */
    private record Uses(Breakers.Use breakers, UpstreamClients.Use clients) implements Generation.Holds {
        @Override
        public void live() {
            breakers.live();
            clients.live();
        }

        @Override
        public void release() {
            breakers.release();
            clients.release();
        }
    }

    private DefaultCamelContext prepare(
            Snapshot snapshot, SortedMap<String, byte[]> routeFiles, Uses uses, LastStep last) {
        Steps beans = steps.apply(snapshot);
        DefaultCamelContext context = context(beans);
        boolean built = false;
        try {
            for (Upstream upstream : snapshot.upstreams().values()) {
                context.getRegistry()
                        .bind("breaker-" + upstream.name(), uses.breakers().of(upstream));
                context.getRegistry()
                        .bind("client-" + upstream.name(), uses.clients().of(upstream));
            }
            start(context, snapshot, routeFiles, beans, last);
            built = true;
            return context;
        } finally {
            if (!built) {
                context.stop();
                uses.release();
            }
        }
    }

    private static void start(
            DefaultCamelContext context,
            Snapshot snapshot,
            SortedMap<String, byte[]> routeFiles,
            Steps beans,
            LastStep last) {
        try {
            List<Fault> faults = new ArrayList<>(RouteLoader.load(context, routeFiles));
            stamp(context, snapshot);
            faults.addAll(RouteLint.check(context, beans));
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
            last.with(context);
        } catch (ConfigException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw new ConfigException(List.of(RouteFault.ofStart(context, e)));
        }
    }

    private static DefaultCamelContext context(Steps beans) {
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
        // Records were waited for before; what is left then are calls whose time is over.
        context.getShutdownStrategy().setTimeout(10);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        Registry registry = context.getRegistry();
        beans.bind(registry);
        registry.bind("wireHeaders", new WireHeaders());
        // Under this name Camel looks for the language "bean" before it makes its own.
        registry.bind("bean-language", new CallLanguage());
        registry.bind("jackson-dataformat-factory", (DataFormatFactory) GenerationBuilder::json);
        DirectSteps.install(context);
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
}
