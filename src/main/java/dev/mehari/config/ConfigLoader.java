package dev.mehari.config;

import java.util.List;
import java.util.Map;

/** Reads the configuration files and the environment into a {@link Snapshot}. Does no other input or output. */
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
        Faults faults = new Faults();
        ConfigFiles config = new ConfigFiles(files, environment, faults, references);
        UpstreamsReader.Found found = UpstreamsReader.read(config.read(ConfigFiles.UPSTREAMS, true));
        Value named = config.read(ConfigFiles.MODELS, true);
        Models models = new ModelsReader(found.names()).read(named);
        List<CapabilityEntry> capabilities = new CapabilitiesReader(found.names()).read(named);
        Prices prices = new PricesReader(found.names()).read(config.read(ConfigFiles.PRICES, false));
        Failover failover = FailoverReader.read(config.read(ConfigFiles.FAILOVER, false), Failover.shipped());
        Overrides overrides = new Overrides(environment, faults);
        Map<String, Upstream> upstreams = overrides.pools(found.upstreams());
        Streams streams = overrides.streams();
        failover = overrides.retry(failover);
        faults.throwIfAny();
        return new Snapshot(
                upstreams,
                models,
                prices,
                streams,
                failover,
                CapabilityTable.shipped().with(capabilities));
    }
}
