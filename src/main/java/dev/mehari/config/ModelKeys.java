package dev.mehari.config;

import dev.mehari.call.ThinkingShown;
import dev.mehari.config.Shape.Choice;
import dev.mehari.config.Shape.Decimal;
import dev.mehari.config.Shape.Either;
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
    static final Choice STRATEGY = new Choice(Strategy.ids(), List.of());
    static final Choice THINKING =
            new Choice(Stream.of(ThinkingShown.values()).map(ThinkingShown::id).toList(), List.of());
    static final Choice ON_LOSS = Choice.of("drop", "refuse");
    static final String ANSWER = "answer";

    /** At least one character of a name. */
    static final String LETTERS = "[^\\u0000-\\u0020\\u007f*]+";

    private static final Time TIME = new Time(false);

    static final Keys TIMEOUTS = Keys.of(
                    Key.of("response-headers", TIME, "From the request sent to the status line."),
                    Key.of("first-event", TIME, "From the status line to the first event of an answer."),
                    Key.of("gap", TIME, "Between two events."),
                    Key.of("total", TIME, "From the arrival of the call until an answer is committed."),
                    Key.of("keepalive", new Time(true), "Silence before a caller gets a sign of life; 0s for never."),
                    UpstreamKeys.MINIMUM_RATE_KEY)
            .elsewhere("it belongs to the upstream, in upstreams.yaml", "connect", "pool-wait");

    static final Decimal PERCENT = Decimal.of("0", "100");

    static final Keys STICKY = Keys.of(Key.of("by", RuleKeys.affinity(""), "key, conversation or header:NAME.")
            .usually("key"));
    static final Keys CANARY = Keys.of(
            Key.of("target", RuleKeys.pair(true), "upstream/model").needed(),
            Key.of("percent", PERCENT, "How many of the calls go there first.").needed(),
            Key.of("by", RuleKeys.affinity("call|"), "call, or what calls that stay together have in common.")
                    .usually("call"));

    static final Keys OWN_RULES =
            Keys.of(Key.of("rules", RuleKeys.rules(), "The first that fits and decides ends the list.")
                    .needed());
    private static final Named BY_NAME = Named.of("[\\s\\S]*\\S[\\s\\S]*", Mapping.of(OWN_RULES));

    static final Keys MIRROR = Keys.of(
            Key.of("target", RuleKeys.pair(false), "upstream/model").needed(),
            Key.of("percent", new Whole(1, 100), "How many of a hundred calls are copied.")
                    .usually(100));

    static final Keys ALIAS = alias(false);

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
                            + " upstream is every upstream; a model may end in \"*\"."),
            Key.of("rules", RuleKeys.rules(), "Rules of all calls, looked at after those of key, team and alias."),
            Key.of("keys", BY_NAME, "Rules of virtual keys, by their id or name; they come first."),
            Key.of("teams", BY_NAME, "Rules of teams, by their name; they come after those of the key."),
            Key.of("time-zone", Text.ANY, "Whose clock conditions on time go by: Europe/Berlin.")
                    .usually("UTC"));

    private ModelKeys() {}

    private static Keys alias(boolean wildcard) {
        return Keys.of(
                Key.of(
                                "targets",
                                RuleKeys.targets(RuleKeys.pair(wildcard)),
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
                Key.of(
                                "on-context-length",
                                new Either(Choice.of(ANSWER), RuleKeys.pair(false)),
                                "Where a call goes that is too long for its target: upstream/model, or nowhere.")
                        .usually(ANSWER),
                Key.of("mirror", Mapping.of(MIRROR), "Where copies of calls go, whose answers nobody gets."),
                Key.of(
                        "hedge-after",
                        TIME,
                        "How long a target is waited for before the next one is asked at the same time."),
                Key.of(
                        "failover",
                        Mapping.of(FailoverKeys.ALIAS),
                        "What follows a failed attempt, above failover.yaml."),
                Key.of(
                        "rules",
                        RuleKeys.rules(),
                        "Rules of this alias; the first that fits and decides ends the list."),
                Key.of("sticky", Mapping.of(STICKY), "What \"strategy: sticky\" goes by."),
                Key.of("canary", Mapping.of(CANARY), "A target that a part of the calls goes to first."),
                Key.of("timeouts", Mapping.of(TIMEOUTS), "Timers in place of the upstreams' own."),
                Key.of(
                        "defaults",
                        Mapping.of(DefaultsReader.DEFAULTS),
                        "Settings of calls that set none themselves, above those of the upstream."));
    }

    private static Map<String, Shape> aliases() {
        Map<String, Shape> byName = new LinkedHashMap<>();
        byName.put(LETTERS, Mapping.of(ALIAS));
        byName.put("(?:" + LETTERS + ")?\\*", Mapping.of(alias(true)));
        return byName;
    }
}
