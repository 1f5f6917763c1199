package dev.mehari;

import dev.mehari.key.Bootstrap;
import dev.mehari.live.Changes;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Puts the first generation live before the web server takes calls, has the files watched, and stops the last generation
 * after the server has stopped.
 */
final class GatewayLifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);

    private final Home home;
    private final Changes changes;
    private final Generations generations;
    private final Bootstrap bootstrap;
    private final Watcher watcher;
    private volatile boolean running;

    GatewayLifecycle(Home home, Changes changes, Generations generations, Bootstrap bootstrap, Watcher watcher) {
        this.home = home;
        this.changes = changes;
        this.generations = generations;
        this.bootstrap = bootstrap;
        this.watcher = watcher;
    }

    @Override
    public void start() {
        Generation first = changes.start();
        LOG.debug("generation {} has the routes {}", first.number(), first.routes());
        bootstrap.run(home.environment().get("MEHARI_BOOTSTRAP_KEY"));
        running = true;
        if (home.environment().containsKey("WORKERS")) {
            LOG.info("WORKERS has no meaning here: every call has a virtual thread of its own");
        }
        watcher.start();
    }

    @Override
    public void stop() {
        watcher.close();
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
