package dev.mehari.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The counters, for Prometheus to scrape. */
@RestController
public final class MetricsController {
    private final PrometheusMeterRegistry registry;
    private final Runnable refresh;
    /** What is looked at is taken away and put back: nobody may scrape in between. */
    private final ReentrantLock one = new ReentrantLock();

    /** @param refresh brings up to date what is not counted but looked at */
    public MetricsController(PrometheusMeterRegistry registry, Runnable refresh) {
        this.registry = registry;
        this.refresh = refresh;
    }

    @GetMapping(
            value = {"/v1/metrics", "/api/metrics/prometheus"},
            produces = "text/plain; version=0.0.4; charset=utf-8")
    String scrape() {
        one.lock();
        try {
            refresh.run();
            return registry.scrape();
        } finally {
            one.unlock();
        }
    }
}
