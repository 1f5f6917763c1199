package dev.mehari;

import dev.mehari.config.ConfigException;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.key.GivenSecrets;
import dev.mehari.store.InvalidDatabaseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What a start looks at before it opens anything: files of the configuration, settings, variables and secrets. The command
 * {@code check} runs the same code, so that neither can know a fault that the other does not.
 */
final class StartCheck {
    /** In place of an address that plays no part. */
    static final String NOWHERE = "http://127.0.0.1:1";

    private static final int LAST_PORT = 65_535;

    private StartCheck() {}

    /**
     * Reads files and variables, and nothing else.
     *
     * @param environment with {@code application.yaml} and the variables of the home in it
     * @throws ConfigException with all faults
     */
    static Snapshot run(ConfigurableEnvironment environment, Home home) {
        List<Fault> faults = new ArrayList<>();
        List<Snapshot> snapshot = new ArrayList<>();
        gather(faults, () -> snapshot.add(snapshot(home)));
        gather(faults, () -> StrictProperties.check(environment));
        if (faults.stream().noneMatch(f -> f.message().contains("mehari.auth"))) {
            gather(faults, () -> Wiring.checkOpen(auth(environment), environment.getProperty("server.address", "")));
        }
        gather(faults, () -> checkPort(environment));
        gather(faults, () -> Wiring.keyCacheSize(home));
        gather(faults, () -> Wiring.keyCacheTime(home));
        gather(faults, () -> Wiring.database(home).password().ifPresent(p -> Masks.add(p.reveal())));
        GivenSecrets.faults(home.environment(), home.data()).forEach(f -> faults.add(new Fault("secrets", 0, f)));
        if (!faults.isEmpty()) {
            gather(faults, () -> faults.addAll(Check.routeFaults(home)));
            throw new ConfigException(faults);
        }
        return snapshot.getFirst();
    }

    private static Snapshot snapshot(Home home) {
        Map<String, String> variables = new HashMap<>(home.environment());
        // The demo provider is not there yet; what its address will be plays no part.
        variables.put("MEHARI_DEMO_URL", NOWHERE);
        return ConfigLoader.load(home.configSource(), variables);
    }

    private static MehariProperties.Auth auth(ConfigurableEnvironment environment) {
        return Binder.get(environment).bindOrCreate("mehari.auth", MehariProperties.Auth.class);
    }

    /** Spring Boot would say it in a dozen lines, after seconds. */
    private static void checkPort(ConfigurableEnvironment environment) {
        try {
            int port =
                    Binder.get(environment).bind("server.port", Integer.class).orElse(0);
            if (port < 0 || port > LAST_PORT) {
                throw new ConfigException(List.of(new Fault(
                        "application.yaml or environment", 0, "server.port must be from 0 to 65535, not " + port)));
            }
        } catch (BindException e) {
            throw new ConfigException(List.of(StrictProperties.unreadable(e)));
        }
    }

    private static void gather(List<Fault> faults, Runnable look) {
        try {
            look.run();
        } catch (ConfigException e) {
            faults.addAll(e.faults());
        } catch (InvalidDatabaseException e) {
            faults.add(new Fault("database", 0, String.valueOf(e.getMessage())));
        }
    }
}
