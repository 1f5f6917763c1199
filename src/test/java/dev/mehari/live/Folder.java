package dev.mehari.live;

import dev.mehari.config.ConfigLoader;
import dev.mehari.config.Overlay;
import dev.mehari.config.References;
import dev.mehari.config.Snapshot;
import dev.mehari.sample.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Files of generations in memory, and all that takes them live: the least that can be a gateway. */
final class Folder implements FileSource, AutoCloseable, BeforeEachCallback, AfterEachCallback {
    static final String ROUTES = """
            - route:
                id: chat
                from: {uri: direct:chat, steps: [{setBody: {constant: ok}}]}
            - route:
                id: usage
                from: {uri: direct:usage, steps: [{to: {uri: seda:rows}}]}
            - route:
                id: rows
                from: {uri: seda:rows, steps: [{bean: {ref: kept, method: keep}}]}
            - routeTemplate:
                id: upstream
                parameters: [{name: name}, {name: url}]
                from: {uri: "direct:upstream-{{name}}", steps: [{setBody: {constant: ok}}]}
            """;

    final Generations generations;
    final Changes changes;
    final Watcher watcher;
    final Kept kept = new Kept();
    final Breakers breakers = new Breakers();
    final UpstreamClients clients = new UpstreamClients();
    private final SortedMap<String, byte[]> config = new TreeMap<>();
    private final SortedMap<String, byte[]> routes = new TreeMap<>();
    private boolean gone;
    /** What admins wrote. */
    volatile Overlay overlay = Overlay.NONE;
    /** What a mistake of ours would do at each load; null for none. */
    volatile @Nullable Error bug;
    /** What the next look at the files ends with, once; null for none. */
    volatile @Nullable RuntimeException stumble;

    Folder() {
        this(Duration.ofMinutes(1));
    }

    Folder(Duration drain) {
        this(drain, kept -> new Steps(Map.of("kept", kept)));
    }

    /** @param steps makes the beans of each generation */
    Folder(Duration drain, Function<Kept, Steps> steps) {
        generations = new Generations(drain);
        upstream("first", "");
        models("a");
        route(ROUTES);
        Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
        GenerationBuilder builder =
                new GenerationBuilder(breakers, clients, new SessionPools(clock), s -> steps.apply(kept), clock);
        changes = new Changes(this, () -> overlay, this::load, builder, generations, clock);
        watcher = new Watcher(this, changes, true);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        changes.start();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
    }

    private Snapshot load(FileSet files, References references) {
        Error now = bug;
        if (now != null) {
            throw now;
        }
        return ConfigLoader.load(files.source(), Map.of(), references, files.overlay());
    }

    Folder config(String file, String text) {
        config.put(file, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The one upstream. */
    Folder upstream(String name, String more) {
        return config(
                "upstreams.yaml",
                "upstreams:\n  " + name + ": {protocol: openai, base-url: \"http://127.0.0.1:1/v1\"" + more + "}\n");
    }

    /** The one alias. */
    Folder models(String alias) {
        return models(alias, "first");
    }

    Folder models(String alias, String upstream) {
        return config("models.yaml", "models:\n  " + alias + ": {targets: [" + upstream + "/m]}\n");
    }

    Folder route(String text) {
        return route("chat.camel.yaml", text);
    }

    Folder route(String file, String text) {
        routes.put(file, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    void gone(boolean now) {
        gone = now;
    }

    /** Number of the live generation. */
    int live() {
        return generations.live().orElseThrow().number();
    }

    /** The one alias of the live generation. */
    String alias() {
        return generations
                .live()
                .orElseThrow()
                .snapshot()
                .models()
                .aliases()
                .keySet()
                .iterator()
                .next();
    }

    @Override
    public FileSet read() throws IOException {
        RuntimeException once = stumble;
        if (once != null) {
            stumble = null;
            throw once;
        }
        if (gone) {
            throw new NoSuchFileException("config");
        }
        return new FileSet("memory", config, routes);
    }

    @Override
    public boolean canChange() {
        return true;
    }

    @Override
    public void close() {
        watcher.close();
        generations.close();
        clients.close();
    }
}
