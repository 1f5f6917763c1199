package dev.mehari.config;

import dev.mehari.call.Quirk;
import dev.mehari.call.VendorQuirks;
import dev.mehari.config.Shape.Choice;
import dev.mehari.config.Shape.Flag;
import dev.mehari.config.Shape.Items;
import dev.mehari.config.Shape.Mapping;
import dev.mehari.config.Shape.Named;
import dev.mehari.config.Shape.Text;
import dev.mehari.config.Shape.Time;
import dev.mehari.config.Shape.Verbatim;
import dev.mehari.config.Shape.Whole;
import dev.mehari.config.Upstream.Breaker;
import dev.mehari.config.Upstream.Pool;
import dev.mehari.config.Upstream.Timeouts;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What may stand in {@code upstreams.yaml}. */
final class UpstreamKeys {
    static final String NAME = "[a-z0-9][a-z0-9-]*";
    static final String CREDENTIAL_ID = "[A-Za-z0-9._-]{1,64}";
    static final int MOST_CONNECTIONS = 100_000;
    static final Choice PROTOCOL =
            Choice.of("openai", "openai-chat", "openai-responses", "anthropic", "gemini", "route", "web-chat");
    static final Choice QUIRK = new Choice(
            Stream.concat(
                            VendorQuirks.words().stream(),
                            Stream.of(Quirk.values()).map(Quirk::id))
                    .toList(),
            List.of());

    private static final int LARGEST_WINDOW = 100_000;
    private static final String HOST = "([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])";
    private static final Time TIME = new Time(false);

    static final Keys MINIMUM_RATE = Keys.of(
            Key.of("events", new Whole(2, 1000), "Events that hold something of an answer.")
                    .needed(),
            Key.of("over", TIME, "How long after the first of them all must be here.")
                    .needed());
    static final Key MINIMUM_RATE_KEY = Key.of(
            "minimum-rate",
            Mapping.of(MINIMUM_RATE),
            "How fast a stream must begin; until it has, nothing of it is shown. Any rate when left out.");

    static final Keys TIMEOUTS = Keys.of(
            Key.of("connect", TIME, "Until the connection stands.").usually(Timeouts.DEFAULT.connect()),
            Key.of("pool-wait", TIME, "Until a pooled connection is free.").usually(Timeouts.DEFAULT.poolWait()),
            Key.of("response-headers", TIME, "From the request sent to the status line.")
                    .usually(Timeouts.DEFAULT.responseHeaders()),
            Key.of("first-event", TIME, "From the status line to the first event of an answer.")
                    .usually(Timeouts.DEFAULT.firstEvent()),
            Key.of("gap", TIME, "Between two events.").usually(Timeouts.DEFAULT.gap()),
            Key.of("total", TIME, "From the arrival of the call until an answer is committed.")
                    .usually(Timeouts.DEFAULT.total()),
            Key.of("keepalive", new Time(true), "Silence before a stream's caller gets a sign of life; 0s for never.")
                    .usually(Timeouts.DEFAULT.keepalive()),
            MINIMUM_RATE_KEY);

    static final Keys BREAKER = Keys.of(
            Key.of("failure-rate", new Whole(1, 100), "Percent of failed calls that opens the circuit breaker.")
                    .usually(Breaker.DEFAULT.failureRate()),
            Key.of("window", new Whole(1, LARGEST_WINDOW), "How many last calls count.")
                    .usually(Breaker.DEFAULT.window()),
            Key.of("minimum-calls", new Whole(1, LARGEST_WINDOW), "Fewer than these never open it; at most the window.")
                    .usually(Breaker.DEFAULT.minimumCalls()),
            Key.of("open-for", TIME, "How long it stays open before a probe.").usually(Breaker.DEFAULT.openFor()));

    static final Keys POOL = Keys.of(
            Key.of("max-connections", new Whole(1, MOST_CONNECTIONS), "Connections that are open at the same time.")
                    .usually(Pool.DEFAULT.maxConnections()),
            Key.of("min-connections", new Whole(0, MOST_CONNECTIONS), "Connections opened before the first call.")
                    .usually(Pool.DEFAULT.minConnections()),
            Key.of("warm", new Flag(), "Open at least one connection before the first call.")
                    .usually(Pool.DEFAULT.warm()),
            Key.of("disabled", new Flag(), "A connection of its own for every call.")
                    .usually(Pool.DEFAULT.disabled()));

    static final Keys CONCURRENCY = Keys.of(
            Key.of("max", new Whole(1, MOST_CONNECTIONS), "Attempts that it has at the same time.")
                    .needed(),
            Key.of("queue", new Time(true), "How long one more waits for a slot; 0s for not at all.")
                    .usually(Concurrency.USUAL_QUEUE));

    static final Keys CREDENTIAL = Keys.of(
            Key.of("id", new Text(CREDENTIAL_ID, true), "What usage rows call it.")
                    .needed(),
            Key.of(
                            "key",
                            new Verbatim("env:[A-Za-z_][A-Za-z0-9_]*|file:[\\s\\S]+"),
                            "Where the secret is: env:NAME or file:/path. Never the secret itself.")
                    .needed(),
            Key.of("weight", new Whole(1, 1000), "Its share of the calls where credential-pool has rotation: weighted.")
                    .usually(1));

    static final Keys UPSTREAM = Keys.of(
            Key.of("protocol", PROTOCOL, "The protocol it speaks.").needed(),
            Key.of(
                            "base-url",
                            Text.like("\\s*[Hh][Tt][Tt][Pp][Ss]?://" + HOST + "(:[0-9]*)?(/[^\\s?#]*)?\\s*"),
                            "The address as the vendor's own SDK takes it, without user, query or fragment.")
                    .needed(),
            Key.of(
                    "credentials",
                    Items.of(Mapping.of(CREDENTIAL)),
                    "Its secrets; several make a pool. With none that is set, the upstream is off."),
            Key.of(
                    "credentials-file",
                    new Verbatim("file:[\\s\\S]+"),
                    "More of its secrets, a token.json: file:/path. Its tokens are read, and copied nowhere."),
            Key.of(
                    "quirks",
                    Items.of(QUIRK),
                    "What it does otherwise than its protocol: a vendor's name, or one by one."),
            Key.of(
                    "headers",
                    new Named(
                            Map.of(
                                    "(?![Cc][Oo][Nn][Tt][Ee][Nn][Tt]-)" + Headers.NAME,
                                    new Text("[\\t -~]*[!-~][\\t -~]*", true)),
                            List.copyOf(Headers.OURS)),
                    "Headers of every request to it."),
            Key.of("timeouts", Mapping.of(TIMEOUTS), "Its timers."),
            Key.of("breaker", Mapping.of(BREAKER), "Its circuit breaker."),
            Key.of("cooldown", Mapping.of(PoolReader.COOLDOWN), "When one of its credentials or targets rests."),
            Key.of("credential-pool", Mapping.of(PoolReader.CREDENTIAL_POOL), "How its credentials are used."),
            Key.of("pool", Mapping.of(POOL), "Its connection pool."),
            Key.of("concurrency", Mapping.of(CONCURRENCY), "How many attempts it has at the same time."),
            Key.of(
                    "proxy",
                    Text.like("\\s*[Hh][Tt][Tt][Pp]://" + HOST + ":[0-9]+/?\\s*"),
                    "Outgoing proxy: http://host:port."),
            Key.of("ca", Text.like("file:[\\s\\S]+"), "PEM file of extra certificate authorities: file:/path."),
            Key.of("defaults", Mapping.of(DefaultsReader.DEFAULTS), "Settings of calls that set none themselves."),
            Key.of("verbose", new Flag(), "Log a line for each attempt.").usually(false),
            Key.of("enabled", new Flag(), "Whether it is called; false switches it off, keys or not.")
                    .usually(true),
            RouteKeys.ROUTE,
            RouteKeys.OPTIONS,
            RouteKeys.POOL);

    static final Keys FILE = Keys.of(Key.of(
                    "upstreams",
                    new Named(Map.of(NAME, Mapping.of(UPSTREAM)), List.copyOf(OwnPaths.FIRST_SEGMENTS)),
                    "Places to send calls to, by name: small letters, digits and \"-\".")
            .needed());

    private UpstreamKeys() {}
}
