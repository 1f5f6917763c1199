package dev.mehari.config;

import dev.mehari.config.Shape.Choice;
import dev.mehari.config.Shape.Either;
import dev.mehari.config.Shape.Flag;
import dev.mehari.config.Shape.Items;
import dev.mehari.config.Shape.Mapping;
import dev.mehari.config.Shape.Named;
import dev.mehari.config.Shape.Recurring;
import dev.mehari.config.Shape.Text;
import dev.mehari.config.Shape.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may stand in rules and conditions. */
final class RuleKeys {
    /** Names of facts, times included. */
    static final List<String> FACTS = Stream.concat(
                    Arrays.stream(Field.Fact.values()).map(Field.Fact::id),
                    Stream.of("time.of_day", "time.day", "time.date"))
            .toList();

    /** What a header may be called. */
    static final String HEADER = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    /** A place in a request. */
    static final String PATH =
            "[^.\\[\\]\\u0000-\\u0020]+(?:\\[[0-9]{1,9}\\])*(?:\\.[^.\\[\\]\\u0000-\\u0020]+(?:\\[[0-9]{1,9}\\])*)*";

    private static final Text FIELD =
            Text.like(FACTS.stream().map(name -> name.replace(".", "\\.")).collect(Collectors.joining("|"))
                    + "|headers\\." + HEADER + "|body\\." + PATH);
    static final Choice OPERATOR =
            new Choice(Arrays.stream(Operator.values()).map(Operator::id).toList(), List.of());
    private static final Shape SCALAR = new Either(new Flag(), Text.ANY);
    private static final Shape INNER = new Recurring("condition", () -> RuleKeys.CONDITION);

    private static final Key ALL = Key.of("all", Items.of(INNER), "All of these have to hold.");
    private static final Key ANY = Key.of("any", Items.some(INNER), "One of these has to hold.");
    private static final Key NOT = Key.of("not", INNER, "This must not hold.");
    private static final Key ZONE = Key.of(
            "zone", Text.ANY, "Whose clock it is, for time: Europe/Berlin; \"time-zone\" of the file if not set.");
    private static final List<Key> TEST = List.of(
            Key.of("field", FIELD, "What of the call is looked at: headers.x-tier, body.messages[0].role, key.tags.")
                    .needed(),
            Key.of("operator", OPERATOR, "How it is compared.").needed(),
            Key.of(
                    "value",
                    new Either(SCALAR, Items.some(SCALAR)),
                    "What it is compared with; a list for \"in\". Of \"exists\": true or false."),
            ZONE);

    /** All that may stand in a condition, of whatever form. */
    static final Keys ANY_FORM = Keys.of(
                    Stream.concat(TEST.stream(), Stream.of(ALL, ANY, NOT)).toArray(Key[]::new))
            .elsewhere("here \"all\" stands for AND, and \"any\" for OR", "logic", "rules", "and", "or", "conditions");

    static final Shape CONDITION = new Either(
            Items.of(INNER),
            new Either(
                    Mapping.of(Keys.of(TEST.toArray(Key[]::new))),
                    new Either(
                            Mapping.of(Keys.of(ALL.needed())),
                            new Either(Mapping.of(Keys.of(ANY.needed())), Mapping.of(Keys.of(NOT.needed()))))));

    static final Whole WEIGHT = new Whole(0, 1_000_000);
    private static final Text TAG = Text.like("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    static final Keys TARGET = target(pair(true));
    static final Keys RULE = rule(pair(true));

    private RuleKeys() {}

    /** The star as the model of a target is the name the caller used. */
    static Text pair(boolean wildcard) {
        return Text.like(UpstreamKeys.NAME + "/(?:" + ModelKeys.LETTERS + (wildcard ? "|\\*" : "") + ")");
    }

    static Keys target(Text pair) {
        return Keys.of(
                        Key.of("target", pair, "upstream/model").needed(),
                        Key.of("weight", WEIGHT, "Its share, for weighted and sticky; 0 for a fallback only.")
                                .usually(1),
                        Key.of("priority", new Whole(0, 1000), "Those of a lower number come first."),
                        Key.of("when", INNER, "Calls that it takes; all if not set."))
                .elsewhere("here it is \"when\"", "provider_rules", "rules", "conditions");
    }

    static Items targets(Text pair) {
        return Items.some(new Either(pair, Mapping.of(target(pair))));
    }

    private static Keys rule(Text pair) {
        return Keys.of(
                        Key.of("name", Text.ANY, "What it is called in explanations and rows.")
                                .needed(),
                        Key.of("conditions", INNER, "Calls that it is for; all if not set."),
                        Key.of(
                                "upstream",
                                Text.like(UpstreamKeys.NAME),
                                "Only the targets of this upstream; with \"model\""
                                        + " its model of that name, with \"weight\" their weight."),
                        Key.of("model", Text.like(ModelKeys.LETTERS), "As if the caller had used this name."),
                        Key.of("targets", targets(pair), "These in place of the alias' own targets."),
                        Key.of("weight", WEIGHT, "Of the targets of \"upstream\"."),
                        Key.of(
                                "weights",
                                Named.of(UpstreamKeys.NAME + "(?:/[^\\u0000-\\u0020\\u007f]+)?", WEIGHT),
                                "By upstream or by target."),
                        Key.of("tags", Items.some(TAG), "Words for rows, later rules and routes."),
                        Key.of("refuse", Text.ANY, "The call ends with 403 and this text."))
                .elsewhere("here it is \"upstream\"", "provider")
                .elsewhere("here it is \"conditions\"", "when", "rules", "matching_rules");
    }

    static Items rules() {
        return Items.of(Mapping.of(RULE));
    }

    /** What calls may have in common. */
    static Text affinity(String others) {
        return Text.like("key|conversation|" + others + "header:" + HEADER);
    }
}
