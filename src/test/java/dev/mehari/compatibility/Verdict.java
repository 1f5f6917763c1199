package dev.mehari.compatibility;

import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Loss;
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

    static Verdict refused(Refusal refusal) {
        return new Verdict(Word.REFUSED, List.of("400 " + refusal.kind().name().toLowerCase(Locale.ROOT)));
    }
}
