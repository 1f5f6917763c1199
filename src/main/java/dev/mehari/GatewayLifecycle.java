package dev.mehari;

import dev.mehari.config.ConfigException;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.demo.DemoProvider;
import dev.mehari.key.Bootstrap;
import dev.mehari.live.Breakers;
import dev.mehari.live.GenerationBuilder;
import dev.mehari.live.Generations;
import dev.mehari.live.UpstreamClients;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Puts the first generation live before the web server takes calls, and stops the last one after it has stopped. */
final class GatewayLifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);

    private final Home home;
    private final Generations generations;
    private final Bootstrap bootstrap;
    private final DemoProvider demo;
    private final GenerationBuilder builder;
    private volatile boolean running;

    GatewayLifecycle(
            Home home,
            Generations generations,
            Bootstrap bootstrap,
            DemoProvider demo,
            Breakers breakers,
            UpstreamClients clients,
            GatewaySteps steps,
            Clock clock) {
        this.home = home;
        this.generations = generations;
        this.bootstrap = bootstrap;
        this.demo = demo;
        this.builder = new GenerationBuilder(breakers, clients, steps, clock);
    }

    @Override
    public void start() {
        Map<String, String> environment = new HashMap<>(home.environment());
        environment.put("MEHARI_DEMO_URL", demo.url());
        SortedMap<String, byte[]> files = files(home.configSource());
        Snapshot snapshot =
                ConfigLoader.load(ConfigSource.of(home.configSource().label(), files), environment);
        snapshot.upstreams().values().stream()
                .flatMap(u -> u.credentials().stream())
                .forEach(c -> Masks.add(c.key().reveal()));
        generations.install(builder.build(snapshot, files, home.routeFiles()));
        bootstrap.run(home.environment().get("MEHARI_BOOTSTRAP_KEY"));
        running = true;
        if (home.environment().containsKey("WORKERS")) {
            LOG.info("WORKERS has no meaning here: every call has a virtual thread of its own");
        }
        LOG.info(
                "generation 1 is live: {} models, upstreams that are on: {}",
                snapshot.models().aliases().size(),
                snapshot.upstreams().values().stream()
                        .filter(u -> u.on())
                        .map(u -> u.name())
                        .toList());
    }

    private static SortedMap<String, byte[]> files(ConfigSource source) {
        try {
            return source.files();
        } catch (IOException e) {
            throw new ConfigException(List.of(new Fault(source.label(), 0, "cannot be read: " + e.getMessage())));
        }
    }

    @Override
    public void stop() {
        generations.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server, so that it stops after it. */
    @Override
    public int getPhase() {
        return 0;
    }
}
