package dev.mehari.config;

import java.util.List;
import java.util.Map;

/** Reads the configuration files, the environment and what admins wrote into a {@link Snapshot}. Does no other input or output. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Loads and checks everything, also across files.
     *
     * @param environment variables by name, a {@code .env} file included when there is one (see {@link DotEnv})
     * @throws ConfigException with all faults, not only the first
     */
    public static Snapshot load(ConfigSource files, Map<String, String> environment) {
        return load(files, environment, new References());
    }

    /**
     * Loads and checks everything, also across files.
     *
     * @param references gets the files that secrets and certificates are in, also when this fails
     * @throws ConfigException with all faults, not only the first
     */
    public static Snapshot load(ConfigSource files, Map<String, String> environment, References references) {
        return load(files, environment, references, Overlay.NONE);
    }

    /**
     * Loads files, and then the overlay above them. Files stand for themselves: what the database holds can neither mend
     * nor break them. Of the overlay, what cannot be used with these files is set aside, and said so.
     *
     * @throws ConfigException with all faults of the files
     */
    public static Snapshot load(
            ConfigSource files, Map<String, String> environment, References references, Overlay overlay) {
        Faults faults = new Faults();
        ConfigFiles config = new ConfigFiles(files, environment, faults, references);
        Snapshot alone = read(config, environment, faults, OverlayValues.NONE);
        faults.throwIfAny();
        return new Merge(files, environment, overlay).onto(alone);
    }

    /** @param faults gets what is wrong; then the result cannot be used */
    static Snapshot read(ConfigFiles config, Map<String, String> environment, Faults faults, OverlayValues overlay) {
        UpstreamsReader.Found found =
                UpstreamsReader.read(config.read(ConfigFiles.UPSTREAMS, true), overlay.upstreams());
        Value named = config.read(ConfigFiles.MODELS, true);
        Overrides overrides = new Overrides(environment, faults);
        FailoverReader.Found table = FailoverReader.read(config.read(ConfigFiles.FAILOVER, false), Failover.shipped());
        Failover failover = overrides.retry(table.failover());
        Models models = new ModelsReader(found.names(), table.with(failover)).read(named, overlay.models());
        List<CapabilityEntry> capabilities = new CapabilitiesReader(found.names()).read(named);
        Prices prices = new PricesReader(found.names()).read(config.read(ConfigFiles.PRICES, false));
        Map<String, Upstream> upstreams = overrides.pools(found.upstreams());
        Streams streams = overrides.streams();
        return new Snapshot(
                upstreams,
                models,
                prices,
                streams,
                failover,
                CapabilityTable.shipped().with(capabilities),
                Overlaid.NOTHING);
    }
}
