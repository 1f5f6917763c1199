package dev.mehari.admin;

import dev.mehari.config.Fault;
import dev.mehari.config.Overlaid;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.Upstream;
import dev.mehari.live.Breakers;
import dev.mehari.live.Changes;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.LiveStatus;
import dev.mehari.live.UpstreamClients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hc.core5.pool.PoolStats;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is running now, and how it is changed. */
@RestController
public final class LiveController {
    private final Generations generations;
    private final Changes changes;
    private final Breakers breakers;
    private final UpstreamClients clients;

    private final Supplier<List<String>> changedStartFiles;

    /** @param changedStartFiles names of files that are read once, at the start, and are not as they were then */
    public LiveController(
            Generations generations,
            Changes changes,
            Breakers breakers,
            UpstreamClients clients,
            Supplier<List<String>> changedStartFiles) {
        this.generations = generations;
        this.changes = changes;
        this.breakers = breakers;
        this.clients = clients;
        this.changedStartFiles = changedStartFiles;
    }

    @PostMapping("/api/admin/live/reload")
    Map<String, Object> reload() {
        return wentLive("reload", changes.reload());
    }

    @PostMapping("/api/admin/live/rollback")
    Map<String, Object> rollback() {
        return wentLive("rollback", changes.rollback());
    }

    private Map<String, Object> wentLive(String outcome, Generation generation) {
        LiveStatus status = changes.status();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("outcome", outcome);
        shown.put("generation", generation.number());
        shown.put("follows_files", status.followsFiles());
        shown.put("files", files(generation));
        return shown;
    }

    @GetMapping("/api/admin/live")
    Map<String, Object> live() {
        Generation generation = generations.needed();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("generation", generation.number());
        shown.put("started_at", generation.startedAt().toString());
        shown.put("calls_in_flight", generation.inUse());
        state(shown);
        shown.put("files", files(generation));
        shown.put("routes", generation.routes());
        shown.put(
                "models",
                new ArrayList<>(generation.snapshot().models().aliases().keySet()));
        shown.put("upstreams", upstreams(generation));
        Overlaid overlaid = generation.snapshot().overlaid();
        shown.put(
                "set_aside",
                overlaid.setAside().stream().map(LiveController::fault).toList());
        shown.put(
                "notices",
                Stream.concat(overlaid.notices().stream(), generation.notices().stream())
                        .map(LiveController::fault)
                        .toList());
        return shown;
    }

    private void state(Map<String, Object> shown) {
        LiveStatus status = changes.status();
        LiveStatus.LastError error = status.lastError();
        List<String> restart = changedStartFiles.get();
        shown.put("degraded", status.degraded());
        shown.put("follows_files", status.followsFiles());
        shown.put("last_error", error == null ? null : error(error));
        shown.put(
                "restart_needed",
                restart.isEmpty() ? null : String.join(" and ", restart) + " changed since the start");
        shown.put("rollback_to", status.rollbackTo());
        shown.put("history", status.history().stream().map(LiveController::past).toList());
        shown.put(
                "draining",
                generations.draining().stream()
                        .map(old -> Map.of("generation", old.number(), "calls", old.inUse()))
                        .toList());
    }

    private static List<Map<String, String>> files(Generation generation) {
        return generation.sources().stream()
                .map(f -> Map.of("file", f.file(), "sha256", f.sha256()))
                .toList();
    }

    private static Map<String, Object> error(LiveStatus.LastError error) {
        Fault first = error.faults().getFirst();
        Map<String, Object> shown = new LinkedHashMap<>(fault(first));
        shown.put("when", error.when().toString());
        shown.put("why", error.why().id());
        shown.put("faults", error.faults().stream().map(LiveController::fault).toList());
        return shown;
    }

    /** A fault with its place; line 0 concerns the whole file. */
    static Map<String, Object> fault(Fault fault) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("file", fault.file());
        shown.put("line", fault.line());
        shown.put("message", fault.message());
        shown.put("source", fault.file().startsWith(OverlayObject.place("")) ? "database" : "file");
        return shown;
    }

    private static Map<String, Object> past(LiveStatus.Past past) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("generation", past.number());
        shown.put("hash", past.hash());
        shown.put("since", past.since().toString());
        shown.put("why", past.why().id());
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
