package dev.mehari.config;

import dev.mehari.call.Defaults;
import dev.mehari.call.Setting;
import dev.mehari.config.Shape.Decimal;
import dev.mehari.config.Shape.Whole;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code defaults}, of an upstream or an alias. */
final class DefaultsReader {
    private static final Whole TOKENS = new Whole(1, 100_000_000);
    private static final Decimal SHARE = Decimal.of("0", "1");
    private static final Decimal PENALTY = Decimal.of("-2", "2");
    private static final String ABOUT = "Where the caller set none.";

    static final Keys DEFAULTS = Keys.of(
            Key.of(Setting.MAX_TOKENS.id(), TOKENS, ABOUT),
            Key.of(Setting.TEMPERATURE.id(), Decimal.of("0", "2"), ABOUT + " Nor where a top_p is set."),
            Key.of(Setting.TOP_P.id(), SHARE, ABOUT + " Nor where a temperature is set."),
            Key.of(Setting.TOP_K.id(), new Whole(1, 1_000_000), ABOUT),
            Key.of(Setting.MIN_P.id(), SHARE, ABOUT),
            Key.of(Setting.FREQUENCY_PENALTY.id(), PENALTY, ABOUT),
            Key.of(Setting.PRESENCE_PENALTY.id(), PENALTY, ABOUT),
            Key.of(Setting.REPETITION_PENALTY.id(), Decimal.of("0", "2"), ABOUT),
            Key.of(Setting.SEED.id(), new Whole(0, Integer.MAX_VALUE), ABOUT));

    private DefaultsReader() {}

    static Defaults read(Table owner) {
        Map<Setting, BigDecimal> values = new EnumMap<>(Setting.class);
        owner.table("defaults", DEFAULTS)
                .entries()
                .forEach((name, value) -> Setting.of(name).ifPresent(setting -> {
                    BigDecimal number = number(value, DEFAULTS.shape(name));
                    if (number != null) {
                        values.put(setting, number);
                    }
                }));
        return new Defaults(values);
    }

    private static @Nullable BigDecimal number(Value value, Shape shape) {
        if (shape instanceof Decimal bounds) {
            return value.decimal(bounds.least(), bounds.most());
        }
        Whole bounds = (Whole) shape;
        Integer number = value.integer(bounds.least(), bounds.most());
        return number == null ? null : BigDecimal.valueOf(number);
    }
}
