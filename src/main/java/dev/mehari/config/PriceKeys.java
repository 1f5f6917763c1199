package dev.mehari.config;

import dev.mehari.config.Shape.Day;
import dev.mehari.config.Shape.Mapping;
import dev.mehari.config.Shape.Money;
import dev.mehari.config.Shape.Named;
import dev.mehari.config.Shape.Text;
import java.math.BigDecimal;
import java.util.List;

/** What may stand in {@code prices.yaml}. */
final class PriceKeys {
    /** Outside of these, somebody wrote a price per token, or turned one into a price per million twice. */
    static final Money PER_MILLION = new Money(new BigDecimal("0.001"), new BigDecimal("2000"));

    static final Keys PRICE = Keys.of(
            Key.of("input", PER_MILLION, "US dollars per million tokens of input.")
                    .needed(),
            Key.of("output", PER_MILLION, "US dollars per million tokens of output.")
                    .needed(),
            Key.of("cached-input", PER_MILLION, "Input read from the provider's prompt cache; as input if not set."),
            Key.of("cache-creation", PER_MILLION, "Input written to the prompt cache; as input if not set."),
            Key.of("cache-creation-long", PER_MILLION, "Written for longer; as cache-creation if not set."),
            Key.of("reasoning", PER_MILLION, "Tokens of thinking; as output if not set."),
            Key.of("date", new Day(), "The day the price was read.").needed(),
            Key.of("source", Text.ANY, "Where it was read."));

    static final Keys FILE = Keys.of(
            Key.of("version", Text.ANY, "Names the price list in every usage row it priced.")
                    .needed(),
            Key.of(
                            "prices",
                            Named.of(UpstreamKeys.NAME + "/(?:[^*]+\\*?|\\*)", Mapping.of(PRICE)),
                            "By upstream/model; a model may end in \"*\".")
                    .needed());

    /** A file that says nothing prices nothing. */
    static final Mapping ROOT = new Mapping(FILE, List.of(), true);

    private PriceKeys() {}
}
