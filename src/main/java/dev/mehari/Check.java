package dev.mehari;

import dev.mehari.config.ConfigException;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.live.Breakers;
import dev.mehari.live.GenerationBuilder;
import dev.mehari.live.SessionPools;
import dev.mehari.live.UpstreamClients;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.springframework.boot.DefaultPropertiesPropertySource;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Looks at a home folder as a start does, and starts nothing: files and variables are read, routes are made and thrown
 * away. No port, no database, no call, no folder.
 */
final class Check {
    private Check() {}

    /**
     * What was looked at and is fine, in one line; before it, one for each thing to know.
     *
     * @throws ConfigException with what a start would be refused for
     */
    static String run(Home home) {
        Snapshot snapshot = StartCheck.run(environment(home), home);
        SortedMap<String, byte[]> files = home.routeFiles();
        GenerationBuilder.Checked routes;
        try (UpstreamClients clients = new UpstreamClients()) {
            routes = builder(clients).check(snapshot, files);
        }
        boolean own = Files.isDirectory(home.folder().resolve("routes"));
        return notices(routes) + "fine: configuration of " + home.configSource().label() + " ("
                + snapshot.models().aliases().size() + " models, "
                + snapshot.upstreams().size() + " upstreams, "
                + snapshot.upstreams().values().stream().filter(Upstream::on).count()
                + " of them on), routes of "
                + (own ? home.folder().resolve("routes") : "the defaults inside the jar") + " ("
                + files.size() + " files, " + routes.routes() + " routes)";
    }

    private static String notices(GenerationBuilder.Checked routes) {
        return routes.notices().stream().map(notice -> "note: " + notice + "\n").collect(Collectors.joining());
    }

    /** What is wrong with the routes, as far as that can be said without a configuration. */
    static List<Fault> routeFaults(Home home) {
        Snapshot shipped = ConfigLoader.load(ConfigSource.bundled(), Map.of("MEHARI_DEMO_URL", StartCheck.NOWHERE));
        try (UpstreamClients clients = new UpstreamClients()) {
            return builder(clients).faults(shipped, home.routeFiles());
        }
    }

    private static GenerationBuilder builder(UpstreamClients clients) {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        return new GenerationBuilder(new Breakers(), clients, new SessionPools(clock), UnopenedSteps.steps(), clock);
    }

    /** As Spring Boot makes it for the application, without the application. */
    static ConfigurableEnvironment environment(Home home) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new DefaultPropertiesPropertySource(ApplicationDefaults.of(home)));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        MehariApplication.addVariables(environment, home);
        return environment;
    }
}
