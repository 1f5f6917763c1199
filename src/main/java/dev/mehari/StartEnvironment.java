package dev.mehari;

import dev.mehari.config.DotEnv;
import java.util.HashMap;
import java.util.Map;

/** What the process was started with. */
final class StartEnvironment {
    private StartEnvironment() {}

    /**
     * The home folder and the variables: the process's own, and below them those of {@code .env} in that folder.
     *
     * @throws dev.mehari.config.ConfigException when a line of {@code .env} cannot be read
     */
    static Home home() {
        Map<String, String> own = new HashMap<>(System.getenv());
        Home home =
                new Home(Home.folder(own), DotEnv.under(own, Home.folder(own).resolve(".env")));
        for (String name : new String[] {"MEHARI_SECRET", "MEHARI_ADMIN_PASSWORD", "MEHARI_BOOTSTRAP_KEY"}) {
            Masks.add(home.environment().getOrDefault(name, ""));
        }
        return home;
    }
}
