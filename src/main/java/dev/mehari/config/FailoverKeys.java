package dev.mehari.config;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.Shape.Choice;
import dev.mehari.config.Shape.Either;
import dev.mehari.config.Shape.Items;
import dev.mehari.config.Shape.Mapping;
import dev.mehari.config.Shape.Text;
import dev.mehari.config.Shape.Time;
import dev.mehari.config.Shape.Whole;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What may stand in {@code failover.yaml}. */
final class FailoverKeys {
    static final String LISTED = "listed";
    static final String ANY_4XX = "any-4xx";
    static final Whole RETRIES = new Whole(1, 20);
    /** Ways an attempt can fail; they stand together in {@link ErrorKind}. */
    static final Set<ErrorKind> KINDS = EnumSet.range(ErrorKind.UPSTREAM_REJECTED, ErrorKind.UPSTREAM_TIMEOUT);

    static final List<String> NAMES = KINDS.stream().map(ErrorKind::code).toList();
    static final String ACCOUNT = "account";
    static final Choice LIMIT_OF = Choice.of("model", ACCOUNT);
    static final Choice SWITCH_ON = Choice.of(LISTED, ANY_4XX);

    private static final Choice KIND = new Choice(NAMES, List.of());
    /** An upstream that the gateway itself leaves alone cannot be tried again at once. */
    private static final Choice RETRIED = new Choice(
            KINDS.stream().filter(kind -> !kind.keptBack()).map(ErrorKind::code).toList(), List.of());

    private static final Shape STATUS = new Either(
            new Either(new Whole(400, 599), new Whole(Failover.NO_STATUS, Failover.NO_STATUS)),
            Text.like("[45][0-9]{2}-[45][0-9]{2}"));

    static final Keys ATTEMPTS = Keys.of(Key.of("max", new Whole(1, 100), "Attempts of one call, over all its targets.")
            .usually(6));

    static final Keys RETRY = Keys.of(
            Key.of("max-attempts", RETRIES, "Attempts at one target, the first included.")
                    .usually(3),
            Key.of("delay", new Time(true), "Before the first retry; doubled for each further one, with jitter.")
                    .usually("1s"),
            Key.of("max-delay", new Time(false), "The longest of these delays.").usually("8s"),
            Key.of(
                            "max-wait",
                            new Time(false),
                            "The longest Retry-After that is waited for when no other target is left.")
                    .usually("10s"));

    static final Keys FAILOVER = Keys.of(Key.of(
                    "switch-on",
                    SWITCH_ON,
                    "any-4xx: what would be answered goes to the next target, but for what \"answer\" names.")
            .usually(LISTED));

    static final Keys MEANING = Keys.of(
            Key.of("code", Items.some(Text.ANY), "The error's code or class, upper and lower case alike."),
            Key.of(
                    "status",
                    Items.some(STATUS),
                    "HTTP statuses or ranges such as \"500-599\"; 200 for an error inside a 200 that names none."),
            Key.of("says", Items.some(Text.ANY), "Parts of the message outside of quotation marks."),
            Key.of("means", KIND, "The kind of error that this is.").needed(),
            Key.of(
                            "of",
                            LIMIT_OF,
                            "What a rate limit is counted by: by each model, or by the account for all of its models.")
                    .usually("model"));

    static final Keys THEN = Keys.of(
            Key.of("retry", Items.distinct(RETRIED), "The same target again after the delay, then the next."),
            Key.of("next", Items.distinct(KIND), "The next credential or target at once."),
            Key.of("answer", Items.distinct(KIND), "The caller gets the answer."));

    static final Keys FILE = Keys.of(
            Key.of("attempts", Mapping.of(ATTEMPTS), "The limit of attempts."),
            Key.of("retry", Mapping.of(RETRY), "How a target is tried again."),
            Key.of("failover", Mapping.of(FAILOVER), "When the next target is asked."),
            Key.of(
                    "meanings",
                    Items.of(new Mapping(MEANING, List.of("code", "status", "says"), false)),
                    "Which kind of error a reply is. The first row that fits decides; yours stand before the shipped ones."),
            Key.of("then", Mapping.of(THEN), "What follows each kind of error; what yours do not name stays."));

    /** What an alias may say otherwise. */
    static final Keys ALIAS = Keys.of(
                    Key.of(
                            "switch-on",
                            SWITCH_ON,
                            "any-4xx: what would be answered goes to the next target, but for what \"answer\" names."),
                    Key.of("attempts", Mapping.of(ATTEMPTS), "The limit of attempts."),
                    Key.of("retry", Mapping.of(RETRY), "How a target is tried again."),
                    Key.of("then", Mapping.of(THEN), "What follows each kind of error; the others stay."))
            .elsewhere("it stands in failover.yaml, for all aliases", "meanings");

    private FailoverKeys() {}
}
