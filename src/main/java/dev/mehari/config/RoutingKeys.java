package dev.mehari.config;

import dev.mehari.config.Shape.Either;
import dev.mehari.config.Shape.Flag;
import dev.mehari.config.Shape.Items;
import dev.mehari.config.Shape.Text;

/** What may stand in the setting {@code routing}, which only the database has. */
final class RoutingKeys {
    /** Its name. */
    static final String NAME = "routing";
    /** The alias that it makes. */
    static final String ALIAS = "*";

    private static final Either NAMES = new Either(Text.ANY, Items.of(Text.ANY));

    static final Keys ROUTING = Keys.of(
            Key.of("default_route", NAMES, "What the admin named; the targets are what it leads to."),
            Key.of("fallback_routes", NAMES, "The same of the fallbacks."),
            Key.of("targets", Items.of(Text.ANY), "Where calls go that match no other alias: upstream/model."),
            Key.of("fallbacks", Items.of(Text.ANY), "Where they go when these fail."),
            Key.of("load_balancing", ModelKeys.STRATEGY, "How a target is chosen.")
                    .usually("ordered"),
            Key.of("fallback_enabled", new Flag(), "Whether targets after the first are tried.")
                    .usually(true));

    private RoutingKeys() {}
}
