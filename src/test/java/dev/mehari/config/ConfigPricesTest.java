package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Target;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigPricesTest {
    private static final String HEAD = "version: \"7\"\nprices:\n";

    @Test
    void everyClassOfTokensIsRead() {
        Prices prices = Snippets.valid().with("prices.yaml", HEAD + """
                                  openai/gpt-5:
                                    input: 1.25
                                    output: 10
                                    cached-input: 0.125
                                    cache-creation: 1.5
                                    cache-creation-long: 2.5
                                    reasoning: 11
                                    date: 2026-10-05
                                    source: https://example.com/prices
                                  "openai/gpt-5*": {input: 0, output: 0, date: 2026-01-31}
                                """).load().prices();
        assertThat(prices.version()).isEqualTo("7");
        assertThat(prices.of(new Target("openai", "gpt-5")))
                .contains(new Prices.Price(
                        new BigDecimal("1.25"),
                        new BigDecimal("10"),
                        new BigDecimal("0.125"),
                        new BigDecimal("1.5"),
                        new BigDecimal("2.5"),
                        new BigDecimal("11"),
                        LocalDate.of(2026, 10, 5),
                        "https://example.com/prices"));
        assertThat(prices.of(new Target("openai", "gpt-5-mini")).orElseThrow().source())
                .isNull();
        assertThat(prices.of(new Target("openai", "o3"))).isEmpty();
    }

    @Test
    @DisplayName(
            "5.1: a price list of upstreams that are not there is one fault for each of them, not one for each row")
    void anUpstreamThatIsNotThereIsToldOnce() {
        String row = "  %s: {input: 1, output: 1, date: 2026-10-05}\n";
        assertThat(Snippets.valid()
                        .with(
                                "prices.yaml",
                                HEAD
                                        + row.formatted("opneai/a")
                                        + row.formatted("opneai/b")
                                        + row.formatted("gone/a")
                                        + row.formatted("opneai/c"))
                        .faults())
                .containsExactly(
                        "prices.yaml:3: unknown upstream \"opneai\", did you mean \"openai\"?",
                        "prices.yaml:5: unknown upstream \"gone\"");
    }

    @Test
    @DisplayName("3.8: a price per token, or one per million taken for one, is a fault")
    void aPricePerTokenIsAFault() {
        assertThat(Snippets.valid()
                        .with(
                                "prices.yaml",
                                HEAD + "  openai/a: {input: 3000000, output: 0.000003, date: 2026-10-05}\n")
                        .faults())
                .containsExactly(
                        "prices.yaml:3: \"input\" is more than 2000 USD; prices are per million tokens",
                        "prices.yaml:3: \"output\" is less than 0.001 USD; prices are per million tokens, not per token");
        assertThat(Snippets.valid()
                        .with("prices.yaml", HEAD + "  openai/a: {input: 2000, output: 0.001, date: 2026-10-05}\n")
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    openai/a: {input: -0.1, output: 1, date: 2026-10-05}   | "input" is negative
                    openai/a: {input: 1e3, output: 1, date: 2026-10-05}    | "input" must be a number such as 0.15, not "1e3"
                    openai/a: {input: $1, output: 1, date: 2026-10-05}     | "input" must be a number such as 0.15, not "$1"
                    openai/a: {input: 1, output: 1}                        | "openai/a" needs "date"
                    openai/a: {input: 1, date: 2026-10-05}                 | "openai/a" needs "output"
                    openai/a: {output: 1, date: 2026-10-05}                | "openai/a" needs "input"
                    openai/a: {input: 1, output: 1, date: 10/05/2026}      | "date" must be a date such as 2026-01-31, not "10/05/2026"
                    openai/a: {input: 1, output: 1, date: 2026-02-30}      | "date" must be a date such as 2026-01-31, not "2026-02-30"
                    openai/a: {input: 1, output: 1, date: 2026-10-05, cached_input: 1} | unknown key "cached_input", did you mean "cached-input"?
                    opnai/a: {input: 1, output: 1, date: 2026-10-05}       | unknown upstream "opnai", did you mean "openai"?
                    gpt-5: {input: 1, output: 1, date: 2026-10-05}         | a price is for "upstream/model", not "gpt-5"
                    "openai/a*b": {input: 1, output: 1, date: 2026-10-05}  | price "openai/a*b" can have "*" only at its end
                    """)
    void entriesThatAreRefused(String entry, String fault) {
        assertThat(Snippets.valid()
                        .with("prices.yaml", HEAD + "  " + entry + "\n")
                        .faults())
                .containsExactly("prices.yaml:3: " + fault);
    }

    @Test
    void aPriceListNeedsAVersion() {
        assertThat(Snippets.valid().with("prices.yaml", "prices: {}\n").faults())
                .containsExactly("prices.yaml:1: the file needs \"version\"");
        assertThat(Snippets.valid()
                        .with("prices.yaml", "# nothing is priced\n")
                        .load()
                        .prices())
                .isEqualTo(Prices.NONE);
    }
}
