package dev.mehari.admin;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Upstream;
import dev.mehari.live.Breakers;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.UpstreamClients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.pool.PoolStats;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is running now. */
@RestController
public final class LiveController {
    private final Generations generations;
    private final Breakers breakers;
    private final UpstreamClients clients;

    public LiveController(Generations generations, Breakers breakers, UpstreamClients clients) {
        this.generations = generations;
        this.breakers = breakers;
        this.clients = clients;
    }

    @GetMapping("/api/admin/live")
    Map<String, Object> live() {
        Generation generation =
                generations.live().orElseThrow(() -> new Refusal(ErrorKind.NOT_READY, "no generation is live"));
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("generation", generation.number());
        shown.put("started_at", generation.startedAt().toString());
        shown.put("calls_in_flight", generation.inUse());
        shown.put(
                "files",
                generation.sources().stream()
                        .map(f -> Map.of("file", f.file(), "sha256", f.sha256()))
                        .toList());
        shown.put("routes", generation.routes());
        shown.put(
                "models",
                new ArrayList<>(generation.snapshot().models().aliases().keySet()));
        shown.put("upstreams", upstreams(generation));
        return shown;
    }

    private List<Map<String, Object>> upstreams(Generation generation) {
        Map<String, PoolStats> pools = clients.stats();
        List<Map<String, Object>> list = new ArrayList<>();
        for (Upstream upstream : generation.snapshot().upstreams().values()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", upstream.name());
            shown.put("protocol", upstream.protocol().id());
            shown.put("base_url", upstream.baseUrl().toString());
            shown.put("on", upstream.on());
            shown.put(
                    "credentials",
                    upstream.credentials().stream().map(Upstream.Credential::id).toList());
            shown.put("breaker", breakers.state(upstream.name()).toLowerCase(Locale.ROOT));
            PoolStats pool = pools.get(upstream.name());
            if (pool != null) {
                shown.put(
                        "connections",
                        Map.of(
                                "leased",
                                pool.getLeased(),
                                "idle",
                                pool.getAvailable(),
                                "waiting",
                                pool.getPending(),
                                "max",
                                pool.getMax()));
            }
            list.add(shown);
        }
        return list;
    }
}
