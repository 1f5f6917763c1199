package dev.mehari.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Target;
import dev.mehari.call.Usage;
import dev.mehari.config.Prices;
import dev.mehari.config.Prices.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PricingTest {
    private static final Target TARGET = Target.of("up/model");

    @Test
    void tokensWrittenToThePromptCacheAreChargedOnce() {
        Price price = price("3", "15", "0.3", "3.75");

        assertThat(nanoUsd(price, new Usage(3, 0, 12_304, 0, 550, 0))).isEqualTo(54_399_000);
    }

    @Test
    void tokensReadFromThePromptCacheAreNotChargedInFull() {
        Price price = price("1.25", "10", "0.625", null);

        assertThat(nanoUsd(price, new Usage(262_960 - 257_955, 257_955, 0, 0, 1_744, 0)))
                .isEqualTo(184_918_125);
    }

    @Test
    void aCallThatIsAlmostAllCached() {
        Price price = price("1.4", "4.4", "0.26", null);

        assertThat(nanoUsd(price, new Usage(1, 27_146, 0, 0, 351, 0))).isEqualTo(8_603_760);
    }

    @Test
    void aClassWithoutAPriceCostsAsTheNearestThatHas() {
        Price plain = price("2", "6", null, null);
        assertThat(nanoUsd(plain, new Usage(1, 1, 1, 1, 1, 1))).isEqualTo(4 * 2_000 + 2 * 6_000);

        Price creation = price("2", "6", null, "3");
        assertThat(nanoUsd(creation, new Usage(0, 0, 0, 1, 0, 0))).isEqualTo(3_000);
    }

    @Test
    void roundsTheSumOnceAndHalfUp() {
        Price price = price("0.0005", "0.0005", "0.0004", null);

        assertThat(nanoUsd(price, new Usage(1, 0, 0, 0, 0, 0))).isEqualTo(1);
        assertThat(nanoUsd(price, new Usage(0, 1, 0, 0, 0, 0))).isEqualTo(0);
        // Two halves are one; rounded apart they would be two.
        assertThat(nanoUsd(price, new Usage(1, 0, 0, 0, 1, 0))).isEqualTo(1);
    }

    @Test
    void noPriceIsNotTheSameAsFree() {
        Usage usage = new Usage(10, 0, 0, 0, 10, 0);
        Prices free = new Prices("v", Map.of("demo/*", price("0", "0", null, null)));

        assertThat(Pricing.nanoUsd(Prices.NONE, TARGET, usage)).isEmpty();
        assertThat(Pricing.nanoUsd(free, TARGET, usage)).isEmpty();
        assertThat(Pricing.nanoUsd(free, Target.of("demo/echo"), usage)).hasValue(0);
    }

    @Test
    void anAbsurdCountDoesNotOverflow() {
        assertThat(nanoUsd(price("75", "75", null, null), new Usage(Long.MAX_VALUE, 0, 0, 0, Long.MAX_VALUE, 0)))
                .isEqualTo(Long.MAX_VALUE);
    }

    private static long nanoUsd(Price price, Usage usage) {
        return Pricing.nanoUsd(new Prices("v", Map.of(TARGET.toString(), price)), TARGET, usage)
                .orElseThrow();
    }

    static Price price(String input, String output, @Nullable String cached, @Nullable String creation) {
        return new Price(
                new BigDecimal(input),
                new BigDecimal(output),
                cached == null ? null : new BigDecimal(cached),
                creation == null ? null : new BigDecimal(creation),
                null,
                null,
                LocalDate.of(2026, 1, 1),
                null);
    }
}
