package dev.mehari.call;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A setting of a request that is a number, and that an operator can have a default for. */
public enum Setting {
    MAX_TOKENS,
    TEMPERATURE,
    TOP_P,
    TOP_K,
    MIN_P,
    FREQUENCY_PENALTY,
    PRESENCE_PENALTY,
    REPETITION_PENALTY,
    SEED;

    /** The word for it in the configuration, which is OpenAI's: {@code top_p}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Setting> of(String id) {
        return Stream.of(values()).filter(setting -> setting.id().equals(id)).findFirst();
    }

    /** Whether it says how tokens are drawn: what models refuse that draw them their own way. */
    public boolean sampling() {
        return this == TEMPERATURE || this == TOP_P || this == TOP_K || this == MIN_P || this == REPETITION_PENALTY;
    }
}
