package dev.mehari.usage;

import dev.mehari.call.Attempt;
import dev.mehari.call.Usage;
import dev.mehari.config.Prices;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt cost, as far as anybody can know.
 *
 * @param nanoUsd billionths of a US dollar; null when there is no price, or when it may have cost something that was
 *     never reported
 * @param priceVersion the price list that was used, null when none was
 */
record Charge(@Nullable Long nanoUsd, @Nullable String priceVersion) {
    static final Charge NOTHING = new Charge(0L, null);

    private static final Charge UNKNOWN = new Charge(null, null);

    /**
     * What was reported is priced with the attempt's own target. An attempt that failed before any of its answer came
     * cost nothing, whatever it said of its input: nobody got anything for it. One that answered without a report, or was
     * cut off while it may have been at work, cost nobody knows what.
     */
    static Charge of(Attempt attempt, Prices prices) {
        if (!attempt.worked()) {
            return NOTHING;
        }
        Usage usage = attempt.usage();
        if (usage == null) {
            return UNKNOWN;
        }
        OptionalLong cost = Pricing.nanoUsd(prices, attempt.target(), usage);
        return cost.isPresent() ? new Charge(cost.getAsLong(), prices.version()) : UNKNOWN;
    }
}
