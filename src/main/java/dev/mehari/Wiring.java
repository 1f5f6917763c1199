package dev.mehari;

import dev.mehari.admin.LiveConfig;
import dev.mehari.config.ConfigException;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.Effective;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.key.AuthMode;
import dev.mehari.live.Changes;
import dev.mehari.live.FileSet;
import dev.mehari.live.Generations;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesCodec;
import dev.mehari.store.DatabaseSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.cors.CorsConfiguration;

/** Settings as the parts want them. */
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private Wiring() {}

    static DatabaseSettings database(Home home) {
        boolean sized = home.environment().containsKey("DATABASE_POOL_SIZE");
        return new DatabaseSettings(
                home.environment().get("DATABASE_TYPE"),
                home.environment().get("DATABASE_URL"),
                home.data(),
                sized ? number(home, "DATABASE_POOL_SIZE", 8, 1, 1000) : null);
    }

    /**
     * Reads a configuration with the environment of the start.
     *
     * @param demoUrl address of the demo model
     */
    static Changes.Loader loader(Home home, String demoUrl) {
        Map<String, String> environment = variables(home, demoUrl);
        return (files, references) -> {
            Snapshot snapshot = ConfigLoader.load(files.source(), environment, references, files.overlay());
            Masks.add(
                    snapshot,
                    snapshot.upstreams().values().stream()
                            .flatMap(u -> u.credentials().stream())
                            .map(c -> c.key().reveal())
                            .toList());
            snapshot.upstreams().values().forEach(Wiring::tellImported);
            return snapshot;
        };
    }

    private static Map<String, String> variables(Home home, String demoUrl) {
        Map<String, String> environment = new HashMap<>(home.environment());
        environment.put("MEHARI_DEMO_URL", demoUrl);
        return environment;
    }

    /**
     * What is live, read as it was when it went live.
     *
     * @param readAtTheStart what does not change until the process ends
     */
    static LiveConfig liveConfig(
            Home home,
            String demoUrl,
            Changes changes,
            Generations generations,
            Map<String, Effective> readAtTheStart) {
        Map<String, String> environment = variables(home, demoUrl);
        return () -> {
            FileSet files = changes.liveFiles();
            Map<String, Effective> all = new LinkedHashMap<>(Effective.of(
                            files.source(),
                            environment,
                            files.overlay(),
                            generations.live().orElseThrow().snapshot())
                    .entries());
            all.putAll(readAtTheStart);
            return new Effective.Branch(all);
        };
    }

    /** Says which credentials came from a file of tokens. */
    private static void tellImported(Upstream upstream) {
        List<String> ids = upstream.credentials().stream()
                .filter(Upstream.Credential::imported)
                .map(Upstream.Credential::id)
                .toList();
        if (!ids.isEmpty()) {
            LOG.info("upstream \"{}\": {} credentials from its credentials-file: {}", upstream.name(), ids.size(), ids);
        }
    }

    /** Virtual keys held in memory. */
    static int keyCacheSize(Home home) {
        return number(home, "APIKEY_CACHE_SIZE", 1000, 1, 10_000_000);
    }

    /** How long a key works on while the database is away. */
    static Duration keyCacheTime(Home home) {
        return Duration.ofMillis(number(home, "APIKEY_CACHE_TTL_MS", 300_000, 1, 86_400_000));
    }

    static Codecs codecs(ErrorFormat errors) {
        return new Codecs(List.of(
                new OpenAiCodec(errors),
                OpenAiCodec.completions(errors),
                new ResponsesCodec(errors),
                new AnthropicCodec(),
                new GeminiCodec()));
    }

    /** @throws ConfigException when the variable is set and not a number between the bounds */
    private static int number(Home home, String name, int unset, int least, int most) {
        String text = home.environment().get(name);
        if (text == null || text.isBlank()) {
            return unset;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, in the same words
        }
        throw new ConfigException(
                List.of(new Fault("environment", 0, name + " must be a whole number from " + least + " to " + most)));
    }

    /** @throws ConfigException when everybody on the network could call without a key, and nobody said that is meant */
    static void checkOpen(MehariProperties.Auth auth, String address) {
        boolean loopback = address.equals("localhost") || address.startsWith("127.") || address.equals("::1");
        if (auth.mode() == AuthMode.OPEN && !loopback && !auth.openAnywhere()) {
            throw new ConfigException(List.of(new Fault(
                    "application.yaml",
                    0,
                    "mehari.auth.mode: open lets everybody on the network call without a key: set server.address to"
                            + " 127.0.0.1, or confirm it with mehari.auth.open-anywhere: true")));
        }
    }

    static @Nullable CorsConfiguration cors(MehariProperties.Cors settings) {
        if (settings.allowedOrigins().isEmpty()) {
            return null;
        }
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOriginPatterns(settings.allowedOrigins());
        cors.setAllowedMethods(settings.allowedMethods());
        cors.setAllowedHeaders(settings.allowedHeaders());
        cors.setExposedHeaders(List.of("*"));
        cors.setMaxAge(settings.maxAge());
        return cors;
    }
}
