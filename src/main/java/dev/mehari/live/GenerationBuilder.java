package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.impl.DefaultCamelContext;

/** Builds generations: loads routes, stamps the upstream template once per upstream, lints, starts. */
public final class GenerationBuilder {
    private final Breakers breakers;
    private final UpstreamClients clients;
    private final SessionPools sessions;
    private final Function<Snapshot, Steps> steps;
    private final Consumer<Snapshot> live;
    private final Clock clock;
    private final AtomicInteger numbers = new AtomicInteger();

    /** With nobody to be told what goes live. */
    public GenerationBuilder(
            Breakers breakers,
            UpstreamClients clients,
            SessionPools sessions,
            Function<Snapshot, Steps> steps,
            Clock clock) {
        this(breakers, clients, sessions, steps, snapshot -> {}, clock);
    }

    /**
     * @param steps makes the beans of a generation from its snapshot
     * @param live told the snapshot of each generation that is about to take calls
     */
    public GenerationBuilder(
            Breakers breakers,
            UpstreamClients clients,
            SessionPools sessions,
            Function<Snapshot, Steps> steps,
            Consumer<Snapshot> live,
            Clock clock) {
        this.breakers = breakers;
        this.clients = clients;
        this.sessions = sessions;
        this.steps = steps;
        this.live = live;
        this.clock = clock;
    }

    /**
     * A started generation.
     *
     * @param files that the snapshot came from
     * @throws ConfigException when the routes cannot be used; nothing is left running then
     */
    public Generation build(Snapshot snapshot, FileSet files) {
        Uses uses = new Uses(breakers.use(), clients.use(), sessions.use(), () -> live.accept(snapshot));
        DefaultCamelContext context = prepare(snapshot, files.routes(), uses, DefaultCamelContext::start);
        return new Generation(
                numbers.incrementAndGet(),
                clock.instant(),
                snapshot,
                files.sources(),
                LaterStep.lacking(context.getRouteDefinitions(), snapshot),
                context,
                uses);
    }

    /**
     * A started generation for calls that are only explained: routes that others call are started, and none that begins by
     * itself; what connects would do so when it is used first, and no connection is opened before.
     *
     * @throws ConfigException when the routes cannot be used
     */
    public Generation explaining(Snapshot snapshot, FileSet files) {
        Uses uses = new Uses(breakers.use(), clients.use(), sessions.use(), () -> {});
        DefaultCamelContext context = prepare(snapshot, files.routes(), uses, GenerationContext::startCalled);
        return new Generation(
                numbers.incrementAndGet(),
                clock.instant(),
                snapshot,
                files.sources(),
                List.of(),
                context,
                uses.unseen());
    }

    /**
     * Does all that {@link #build} does but for the start: routes are made, with their endpoints, expressions and beans,
     * and none of them runs.
     *
     * @param routeFiles by their path below {@code routes/}
     * @throws ConfigException when the routes cannot be used
     */
    public Checked check(Snapshot snapshot, SortedMap<String, byte[]> routeFiles) {
        Uses uses = new Uses(breakers.use(), clients.use(), sessions.use(), () -> {});
        DefaultCamelContext context = prepare(snapshot, routeFiles, uses, DefaultCamelContext::init);
        List<Fault> notices = LaterStep.lacking(context.getRouteDefinitions(), snapshot).stream()
                .map(LaterStep.Lack::fault)
                .toList();
        Checked checked = new Checked(context.getRouteDefinitions().size(), notices);
        context.stop();
        uses.release();
        return checked;
    }

    /**
     * Routes that can be used.
     *
     * @param routes how many there are, one for each upstream among them
     * @param notices what they lack that nothing asks for yet
     */
    public record Checked(int routes, List<Fault> notices) {
        public Checked {
            notices = List.copyOf(notices);
        }
    }

    /**
     * What is wrong with routes by themselves, whatever the configuration: files that cannot be read, steps that nobody
     * knows. For when the configuration has faults of its own, so that all are told at once.
     *
     * @param others a configuration without faults
     */
    public List<Fault> faults(Snapshot others, SortedMap<String, byte[]> routeFiles) {
        Steps beans = new Steps(steps.apply(others).beans());
        DefaultCamelContext context = GenerationContext.with(beans);
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

    private DefaultCamelContext prepare(
            Snapshot snapshot, SortedMap<String, byte[]> routeFiles, Uses uses, LastStep last) {
        Steps beans = steps.apply(snapshot);
        DefaultCamelContext context = GenerationContext.with(beans);
        boolean built = false;
        try {
            uses.bind(context.getRegistry(), snapshot);
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
            GenerationContext.stamp(context, snapshot);
            faults.addAll(RouteLint.check(context, beans));
            LaterStep.lacking(context.getRouteDefinitions(), snapshot).stream()
                    .filter(LaterStep.Lack::inFiles)
                    .map(LaterStep.Lack::fault)
                    .forEach(faults::add);
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
}
