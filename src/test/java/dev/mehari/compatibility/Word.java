package dev.mehari.compatibility;

import dev.mehari.protocol.chat.Loss;
import java.util.List;

/** What becomes of something on its way into another protocol; the later, the less is left of it. */
enum Word {
    /** The caller's protocol has no words for it. */
    NONE("–"),
    /** Between two of the same protocol: the bytes pass. */
    PASSED("as it is"),
    EXACT("exact"),
    EMULATED("emulated"),
    LOSSY("lossy"),
    REFUSED("refused");

    final String text;

    Word(String text) {
        this.text = text;
    }

    static Word of(List<Loss> losses) {
        if (losses.isEmpty()) {
            return EXACT;
        }
        boolean kept = losses.stream().map(Loss::action).allMatch(action -> switch (action) {
            case EMULATED, MOVED -> true;
            case DROPPED, CLAMPED, APPROXIMATED -> false;
        });
        return kept ? EMULATED : LOSSY;
    }
}
