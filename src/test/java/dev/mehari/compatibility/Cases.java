package dev.mehari.compatibility;

import dev.mehari.call.Refusal;
import dev.mehari.golden.GoldenCase;
import dev.mehari.golden.Pair;
import dev.mehari.protocol.chat.Losses;
import java.util.List;

/** The golden cases of chats, each with what becomes of its request. */
final class Cases {
    private Cases() {}

    static String text() {
        long others =
                GoldenCase.all().stream().filter(golden -> !ofChats(golden)).count();
        return table().text() + "\nBeside these there are " + others + " of calls that are no chats.\n";
    }

    private static boolean ofChats(GoldenCase golden) {
        return Pair.knows(golden.inbound()) && Pair.knows(golden.upstream());
    }

    private static Table table() {
        Table table = new Table("case", List.of("from", "to", "request", "named"));
        for (GoldenCase golden : GoldenCase.all()) {
            if (ofChats(golden)) {
                Verdict verdict = verdict(golden);
                table.words(
                        "[" + golden + "](../src/test/resources/golden/" + golden.file() + ")",
                        List.of(
                                golden.inbound(),
                                golden.upstream(),
                                verdict.word().text,
                                String.join(
                                        ", ",
                                        verdict.named().stream()
                                                .map(word -> "`" + word + "`")
                                                .toList())));
            }
        }
        return table;
    }

    private static Verdict verdict(GoldenCase golden) {
        if (!Pair.translated(golden)) {
            return Verdict.PASSED;
        }
        Losses losses = new Losses();
        try {
            Pair.write(golden, losses);
        } catch (Refusal refusal) {
            return Verdict.refused(refusal);
        }
        return Verdict.of(losses.all());
    }
}
