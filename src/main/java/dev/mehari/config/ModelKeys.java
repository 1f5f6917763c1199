package dev.mehari.config;

import dev.mehari.call.ThinkingShown;
import dev.mehari.config.Shape.Choice;
import dev.mehari.config.Shape.Either;
import dev.mehari.config.Shape.Items;
import dev.mehari.config.Shape.Mapping;
import dev.mehari.config.Shape.Named;
import dev.mehari.config.Shape.Text;
import dev.mehari.config.Shape.Time;
import dev.mehari.config.Shape.Whole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What may stand in {@code models.yaml}. */
final class ModelKeys {
    static final Choice STRATEGY = Choice.of("ordered")
            .later("round-robin", "weighted", "priority", "least-busy", "lowest-latency", "lowest-cost", "sticky");
    static final Choice THINKING =
            new Choice(Stream.of(ThinkingShown.values()).map(ThinkingShown::id).toList(), List.of());
    static final Choice ON_LOSS = Choice.of("drop", "refuse");

    /** At least one character of a name. */
    static final String LETTERS = "[^\\u0000-\\u0020\\u007f*]+";

    private static final Time TIME = new Time(false);

    static final Keys TIMEOUTS = Keys.of(
                    Key.of("response-headers", TIME, "From the request sent to the status line."),
                    Key.of("first-event", TIME, "From the status line to the first event of an answer."),
                    Key.of("gap", TIME, "Between two events."),
                    Key.of("total", TIME, "From the arrival of the call until an answer is committed."),
                    Key.of("keepalive", new Time(true), "Silence before a caller gets a sign of life; 0s for never."))
            .elsewhere("it belongs to the upstream, in upstreams.yaml", "connect", "pool-wait");

    static final Keys TARGET = target(false);
    private static final Keys WILDCARD_TARGET = target(true);
    static final Keys ALIAS = alias(TARGET, false);

    static final Keys FILE = Keys.of(
            Key.of("default-model", Text.ANY, "The model of calls that name none; it must match an alias."),
            Key.of(
                            "models",
                            new Named(aliases(), List.of()),
                            "Names callers may use; one that ends in \"*\" matches what begins so.")
                    .needed(),
            Key.of(
                    "capabilities",
                    CapabilityKeys.BY_MODEL,
                    "What a model can be asked for, by upstream/model, above what is shipped. \"*\" as the"
                            + " upstream is every upstream; a model may end in \"*\"."));

    private ModelKeys() {}

    /** The star as the model of a target is the name the caller used, so it needs an alias with one. */
    private static Text pair(boolean wildcard) {
        return Text.like(UpstreamKeys.NAME + "/(?:" + LETTERS + (wildcard ? "|\\*" : "") + ")");
    }

    private static Keys target(boolean wildcard) {
        return Keys.of(
                Key.of("target", pair(wildcard), "upstream/model").needed(),
                Key.of("weight", new Whole(1, 1), "Its share; for strategies to come."),
                Key.of("when", Items.none(), "Conditions; none yet."));
    }

    private static Keys alias(Keys target, boolean wildcard) {
        return Keys.of(
                Key.of(
                                "targets",
                                Items.some(new Either(pair(wildcard), Mapping.of(target))),
                                "Where calls go, in order of preference: upstream/model."
                                        + (wildcard ? " \"*\" as the model is the name the caller used." : ""))
                        .needed(),
                Key.of("strategy", STRATEGY, "How a target is chosen.").usually("ordered"),
                Key.of(
                                "thinking",
                                THINKING,
                                "Where thinking stands in a chat completion: a field of its own, between tags in"
                                        + " the text, or nowhere.")
                        .usually("field"),
                Key.of(
                                "on-loss",
                                ON_LOSS,
                                "What becomes of what the other protocol cannot say: it is left out and named, or"
                                        + " the call is refused.")
                        .usually("drop"),
                Key.of("on-context-length", Choice.of("answer"), "What follows a call that is too long.")
                        .usually("answer"),
                Key.of("rules", Items.none(), "Conditions; none yet. Routes decide by content."),
                Key.of("timeouts", Mapping.of(TIMEOUTS), "Timers in place of the upstreams' own."),
                Key.of(
                        "defaults",
                        Mapping.of(DefaultsReader.DEFAULTS),
                        "Settings of calls that set none themselves, above those of the upstream."));
    }

    private static Map<String, Shape> aliases() {
        Map<String, Shape> byName = new LinkedHashMap<>();
        byName.put(LETTERS, Mapping.of(ALIAS));
        byName.put("(?:" + LETTERS + ")?\\*", Mapping.of(alias(WILDCARD_TARGET, true)));
        return byName;
    }
}
