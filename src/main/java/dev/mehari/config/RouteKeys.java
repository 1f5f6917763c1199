package dev.mehari.config;

import dev.mehari.config.ByRoute.Sessions;
import dev.mehari.config.Shape.Decimal;
import dev.mehari.config.Shape.Mapping;
import dev.mehari.config.Shape.Named;
import dev.mehari.config.Shape.Text;
import dev.mehari.config.Shape.Time;
import dev.mehari.config.Shape.Whole;

/** What may stand at an upstream that is asked by a route. */
final class RouteKeys {
    static final String OPTION = "[a-z0-9][a-z0-9-]*";

    private static final int MOST_SESSIONS = 1000;
    private static final Time TIME = new Time(false);
    private static final Decimal SHARE = Decimal.of("0", "1");

    static final Keys SESSIONS = Keys.of(
            Key.of("min", new Whole(1, MOST_SESSIONS), "Sessions that there always are.")
                    .usually(Sessions.DEFAULT.min()),
            Key.of("max", new Whole(1, MOST_SESSIONS), "Sessions at the most.").usually(Sessions.DEFAULT.max()),
            Key.of("calls", new Whole(1, 10_000), "Calls that one session serves at the same time.")
                    .usually(Sessions.DEFAULT.calls()),
            Key.of("scale-up-at", SHARE, "Load from which a session more is opened; 1 is all that all can serve.")
                    .usually(Sessions.DEFAULT.scaleUpAt()),
            Key.of("scale-down-at", SHARE, "Load up to which a session is closed; below \"scale-up-at\".")
                    .usually(Sessions.DEFAULT.scaleDownAt()),
            Key.of("cooldown", TIME, "Between two changes of the number of sessions.")
                    .usually(Sessions.DEFAULT.cooldown()),
            Key.of("queue", new Time(true), "Longest that a call waits for a session; then 503.")
                    .usually(Sessions.DEFAULT.queue()),
            Key.of("token-lifetime", TIME, "Of a guest token that does not say itself when it expires.")
                    .usually(Sessions.DEFAULT.tokenLifetime()),
            Key.of("refresh-before", TIME, "How long before it expires a guest token is fetched anew.")
                    .usually(Sessions.DEFAULT.refreshBefore()));

    static final Key ROUTE = Key.of(
            "route",
            Text.like("direct:[A-Za-z0-9._-]+"),
            "With protocol route: the route that answers, direct:name; direct:ask-NAME when it is not written.");

    static final Key OPTIONS = Key.of(
            "options",
            Named.of(OPTION, Text.ANY),
            "With protocol route: what the route reads. env:NAME is a variable; while it is unset, the upstream is off.");

    static final Key POOL =
            Key.of("sessions", Mapping.of(SESSIONS), "With protocol route or web-chat: a pool of guests' sessions.");

    private RouteKeys() {}
}
