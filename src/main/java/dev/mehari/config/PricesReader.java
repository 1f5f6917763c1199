package dev.mehari.config;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code prices.yaml}: US dollars per million tokens. */
final class PricesReader {
    private final @Nullable Set<String> upstreams;

    /** @param upstreams names that prices may use; null when nobody knows them */
    PricesReader(@Nullable Set<String> upstreams) {
        this.upstreams = upstreams;
    }

    Prices read(@Nullable Value file) {
        if (file == null) {
            return Prices.NONE;
        }
        Table root = file.table().strict(PriceKeys.FILE);
        if (root.entries().isEmpty()) {
            return Prices.NONE;
        }
        Value version = root.require("version");
        String name = version == null ? null : version.text();
        Map<String, Prices.Price> prices = new LinkedHashMap<>();
        Set<String> unknown = new HashSet<>();
        Value all = root.require("prices");
        if (all != null) {
            all.table().entries().forEach((target, value) -> {
                checkTarget(target, value, unknown);
                Prices.Price price = price(value.table().strict(PriceKeys.PRICE));
                if (price != null) {
                    prices.put(target, price);
                }
            });
        }
        return name == null ? Prices.NONE : new Prices(name, prices);
    }

    /** @param unknown upstreams that were told already: a price list has many rows of each */
    private void checkTarget(String target, Value value, Set<String> unknown) {
        int slash = target.indexOf('/');
        if (slash <= 0 || slash == target.length() - 1) {
            value.fault(value.keyLine(), "a price is for \"upstream/model\", not " + Fault.quote(target));
            return;
        }
        String upstream = target.substring(0, slash);
        if (upstreams == null || upstreams.contains(upstream) || unknown.add(upstream)) {
            ModelsReader.checkUpstream(value, upstream, upstreams);
        }
        int star = target.indexOf('*', slash);
        if (star >= 0 && star < target.length() - 1) {
            value.fault(value.keyLine(), "price " + Fault.quote(target) + " can have \"*\" only at its end");
        }
    }

    private static Prices.@Nullable Price price(Table table) {
        BigDecimal input = amount(table.require("input"));
        BigDecimal output = amount(table.require("output"));
        BigDecimal cached = amount(table.get("cached-input"));
        BigDecimal creation = amount(table.get("cache-creation"));
        BigDecimal creationLong = amount(table.get("cache-creation-long"));
        BigDecimal reasoning = amount(table.get("reasoning"));
        Value dated = table.require("date");
        LocalDate date = dated == null ? null : dated.date();
        Value from = table.get("source");
        String source = from == null ? null : from.text();
        return input == null || output == null || date == null
                ? null
                : new Prices.Price(input, output, cached, creation, creationLong, reasoning, date, source);
    }

    private static @Nullable BigDecimal amount(@Nullable Value value) {
        BigDecimal dollars = value == null ? null : value.decimal();
        if (value == null || dollars == null) {
            return null;
        }
        String wrong = null;
        if (dollars.signum() < 0) {
            wrong = " is negative";
        } else if (dollars.compareTo(PriceKeys.PER_MILLION.dearest()) > 0) {
            wrong = " is more than 2000 USD; prices are per million tokens";
        } else if (dollars.signum() > 0 && dollars.compareTo(PriceKeys.PER_MILLION.cheapest()) < 0) {
            wrong = " is less than 0.001 USD; prices are per million tokens, not per token";
        }
        if (wrong == null) {
            return dollars;
        }
        value.fault(value.label() + wrong);
        return null;
    }
}
