package dev.mehari.config;

import dev.mehari.call.Target;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tokens cost.
 *
 * @param version names the price list in every row that was priced by it
 * @param entries by {@code upstream/model}; a model may end in {@code *}
 */
public record Prices(String version, Map<String, Price> entries) {
    public static final Prices NONE = new Prices("none", Map.of());

    public Prices {
        entries = Map.copyOf(entries);
    }

    /**
     * US dollars per million tokens. A class without a price of its own is charged as the nearest one that has: cached
     * and cache-creation as input, the long cache as the short, reasoning as output.
     */
    public record Price(
            BigDecimal input,
            BigDecimal output,
            @Nullable BigDecimal cachedInput,
            @Nullable BigDecimal cacheCreation,
            @Nullable BigDecimal cacheCreationLong,
            @Nullable BigDecimal reasoning,
            LocalDate date,
            @Nullable String source) {}

    /** The price for a target: an exact entry, else the wildcard with the longest prefix. */
    public Optional<Price> of(Target target) {
        String name = target.toString();
        Price exact = entries.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        return entries.entrySet().stream()
                .filter(e -> e.getKey().endsWith("*")
                        && name.startsWith(e.getKey().substring(0, e.getKey().length() - 1)))
                .max(java.util.Comparator.comparingInt(e -> e.getKey().length()))
                .map(Map.Entry::getValue);
    }
}
