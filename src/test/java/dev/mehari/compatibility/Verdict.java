package dev.mehari.compatibility;

import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of one thing.
 *
 * @param named what the caller is told of it: losses, or why it was refused
 */
record Verdict(Word word, List<String> named) {
    static final Verdict NONE = new Verdict(Word.NONE, List.of());
    static final Verdict PASSED = new Verdict(Word.PASSED, List.of());

    static Verdict of(List<Loss> losses) {
        return new Verdict(Word.of(losses), losses.stream().map(Loss::toString).toList());
    }

    /** Of both: a whole answer or request, and a streamed one. What only one of them names says which. */
    Verdict and(Verdict streamed) {
        List<String> all = new ArrayList<>();
        for (String name : named) {
            all.add(streamed.named.contains(name) ? name : name + " (whole)");
        }
        for (String name : streamed.named) {
            if (!named.contains(name)) {
                all.add(name + " (streamed)");
            }
        }
        return new Verdict(word.compareTo(streamed.word) < 0 ? streamed.word : word, all);
    }

    static Verdict refused(Refusal refusal) {
        return new Verdict(Word.REFUSED, List.of("400 " + refusal.kind().name().toLowerCase(Locale.ROOT)));
    }
}
