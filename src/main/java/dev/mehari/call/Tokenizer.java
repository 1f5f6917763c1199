package dev.mehari.call;

import java.util.Locale;

/**
 * How the tokens of a model are counted here, where its provider does not.
 *
 * @param percent what the model makes of a text that is a hundred tokens of the vocabulary; 100 where it is the model's own
 */
public record Tokenizer(Vocabulary vocabulary, int percent) {
    /** For a model of which nobody says anything: most make a little more of a text than OpenAI's do. */
    public static final Tokenizer USUAL = new Tokenizer(Vocabulary.O200K, 110);

    /** A published vocabulary of OpenAI's; other vendors publish none, or none that is the same for all their models. */
    public enum Vocabulary {
        O200K,
        CL100K,
        P50K,
        R50K;

        /** The word for it in {@code capabilities}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Tokenizer {
        if (percent < 1) {
            throw new IllegalArgumentException("a text has tokens: " + percent + "%");
        }
    }

    /**
     * Tokens of the model, rounded up.
     *
     * @param counted tokens of the vocabulary, not negative
     */
    public long tokens(long counted) {
        return (counted * percent + 99) / 100;
    }
}
