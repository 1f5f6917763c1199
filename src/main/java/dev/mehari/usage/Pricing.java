package dev.mehari.usage;

import dev.mehari.call.Target;
import dev.mehari.call.Usage;
import dev.mehari.config.Prices;
import dev.mehari.config.Prices.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What usage costs. Exact until the sum of a call, which is rounded once, half up, to whole nano-dollars. */
public final class Pricing {
    /** A dollar per million tokens is a thousand nano-dollars per token. */
    private static final BigDecimal NANOS_PER_TOKEN = BigDecimal.valueOf(1_000);

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Pricing() {}

    /**
     * @return billionths of a US dollar, at most {@link Long#MAX_VALUE}; empty when the target has no price: that is
     *     not the same as one that costs nothing
     */
    public static OptionalLong nanoUsd(Prices prices, Target target, Usage usage) {
        return prices.of(target)
                .map(price -> OptionalLong.of(nanoUsd(price, usage)))
                .orElseGet(OptionalLong::empty);
    }

    static long nanoUsd(Price price, Usage usage) {
        BigDecimal creation = or(price.cacheCreation(), price.input());
        BigDecimal dollarsPerMillion = times(usage.input(), price.input())
                .add(times(usage.cachedInput(), or(price.cachedInput(), price.input())))
                .add(times(usage.cacheCreation(), creation))
                .add(times(usage.cacheCreationLong(), or(price.cacheCreationLong(), creation)))
                .add(times(usage.output(), price.output()))
                .add(times(usage.reasoning(), or(price.reasoning(), price.output())));
        return dollarsPerMillion
                .multiply(NANOS_PER_TOKEN)
                .setScale(0, RoundingMode.HALF_UP)
                .min(MOST)
                .longValueExact();
    }

    private static BigDecimal times(long tokens, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }

    private static BigDecimal or(@Nullable BigDecimal own, BigDecimal nearest) {
        return own == null ? nearest : own;
    }
}
