package dev.mehari.config;

import dev.mehari.call.Tokenizer.Vocabulary;
import dev.mehari.config.Shape.Choice;
import dev.mehari.config.Shape.Day;
import dev.mehari.config.Shape.Either;
import dev.mehari.config.Shape.Flag;
import dev.mehari.config.Shape.Items;
import dev.mehari.config.Shape.Mapping;
import dev.mehari.config.Shape.Named;
import dev.mehari.config.Shape.Nothing;
import dev.mehari.config.Shape.Text;
import dev.mehari.config.Shape.Whole;
import java.util.stream.Stream;

/** What may stand below {@code capabilities}: in {@code models.yaml}, and in the table inside the jar. */
final class CapabilityKeys {
    static final String ANY = "*";

    static final Choice THINKING =
            Choice.of("enabled", "adaptive", "disabled", "between-tools", "budget", "level", "always");
    static final Choice EFFORT = Choice.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    static final Choice TOKENIZER =
            Choice.of(Stream.of(Vocabulary.values()).map(Vocabulary::id).toArray(String[]::new));

    private static final int MOST_TOKENS = 100_000_000;
    private static final Flag FLAG = new Flag();

    static final Keys CAPABILITY = Keys.of(
            Key.of("sampling", FLAG, "Whether it takes temperature, top_p and top_k."),
            Key.of("thinking", words(THINKING), "Ways to think that it takes; none for a model that cannot be told."),
            Key.of("effort", words(EFFORT), "Words for the effort of thinking that it takes."),
            Key.of("mid-conversation-system", FLAG, "Whether a system message may stand between other turns."),
            Key.of("forced-tool", FLAG, "Whether it can be forced to call a tool."),
            Key.of("streaming", FLAG, "Whether it answers in streams; else they are made of its full answer."),
            Key.of("tools", FLAG, "Whether it calls tools."),
            Key.of("images", FLAG, "Whether it can be shown images; else they are refused."),
            Key.of(
                    "tools-with-effort",
                    FLAG,
                    "Whether it takes tools and effort together in OpenAI's chat completions; else it is asked by"
                            + " Responses."),
            Key.of("json-schema", FLAG, "Whether it can be held to a JSON schema."),
            Key.of("json-with-tools", FLAG, "Whether it can be held to JSON in a call that has tools."),
            Key.of("stop-sequences", FLAG, "Whether it takes texts that end its answer."),
            Key.of("prefill", FLAG, "Whether a conversation may end with the model's own turn."),
            Key.of(
                    "max-output-tokens",
                    new Whole(0, MOST_TOKENS),
                    "The most that an answer can have; 0 for not known."),
            Key.of(
                    "default-max-tokens",
                    new Whole(1, MOST_TOKENS),
                    "The cap that is named where the protocol needs one and the caller set none."),
            Key.of(
                    "max-thinking-budget",
                    new Whole(1, MOST_TOKENS),
                    "The most tokens of thinking, for a model of Gemini's that is told in tokens."),
            Key.of(
                    "tokenizer",
                    TOKENIZER,
                    "The vocabulary by which its tokens are counted where its provider does not."),
            Key.of(
                    "tokenizer-percent",
                    new Whole(10, 1000),
                    "What it makes of a text that is a hundred tokens of that vocabulary; 100 where it is its own."),
            Key.of("date", new Day(), "The day this was read."),
            Key.of("source", Text.ANY, "Where it was read."));

    /** An upstream or any, and a model or the beginning of one. */
    static final Named BY_MODEL =
            Named.of("(?:" + UpstreamKeys.NAME + "|\\*)/(?:" + ModelKeys.LETTERS + "\\*?|\\*)", Mapping.of(CAPABILITY));

    /** The table inside the jar. */
    static final Keys FILE =
            Keys.of(Key.of("capabilities", BY_MODEL, "By model.").needed());

    private CapabilityKeys() {}

    private static Either words(Choice choice) {
        return new Either(Items.distinct(choice), new Nothing());
    }
}
