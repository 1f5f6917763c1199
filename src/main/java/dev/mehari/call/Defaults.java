package dev.mehari.call;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/** Settings for calls that set none themselves. Immutable. */
public record Defaults(Map<Setting, BigDecimal> values) {
    public static final Defaults NONE = new Defaults(Map.of());

    public Defaults {
        Map<Setting, BigDecimal> sorted = new EnumMap<>(Setting.class);
        sorted.putAll(values);
        values = Collections.unmodifiableMap(sorted);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** These, and where they say nothing the others. */
    public Defaults over(Defaults others) {
        if (isEmpty() || others.isEmpty()) {
            return isEmpty() ? others : this;
        }
        Map<Setting, BigDecimal> both = new EnumMap<>(Setting.class);
        both.putAll(others.values);
        both.putAll(values);
        return new Defaults(both);
    }

    /** Those for a model that may refuse to be told how tokens are drawn. */
    public Defaults fit(Capabilities model) {
        return isEmpty() || model.sampling() ? this : without(Setting::sampling);
    }

    /**
     * Those for a request that has set some: temperature and top_p are two ways to say one thing, so who set one of them
     * is given neither.
     *
     * @param set whether the request says something about a setting
     */
    public Defaults besides(Predicate<Setting> set) {
        if (isEmpty()) {
            return this;
        }
        boolean drawn = set.test(Setting.TEMPERATURE) || set.test(Setting.TOP_P);
        return without(setting ->
                set.test(setting) || (drawn && (setting == Setting.TEMPERATURE || setting == Setting.TOP_P)));
    }

    private Defaults without(Predicate<Setting> left) {
        Map<Setting, BigDecimal> kept = new EnumMap<>(Setting.class);
        kept.putAll(values);
        kept.keySet().removeIf(left);
        return new Defaults(kept);
    }
}
