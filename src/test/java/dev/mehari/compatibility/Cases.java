package dev.mehari.compatibility;

import dev.mehari.call.Refusal;
import dev.mehari.golden.GoldenCase;
import dev.mehari.golden.Pair;
import dev.mehari.golden.VectorPair;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.embedding.EmbeddingTranslation;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The golden cases, each with what becomes of its request. */
final class Cases {
    private Cases() {}

    static String text() {
        long others = GoldenCase.all().stream()
                .filter(golden -> !ofChats(golden) && !VectorPair.knows(golden))
                .count();
        return table(GoldenCase.all().stream().filter(Cases::ofChats), Cases::verdict)
                + "\nBeside these and those of [vectors](#vectors) there are " + others + " of counts of tokens.\n";
    }

    /** The golden cases of embeddings. */
    static String vectors() {
        return table(GoldenCase.all().stream().filter(VectorPair::knows), Cases::ofVectors);
    }

    private static boolean ofChats(GoldenCase golden) {
        return Pair.knows(golden.inbound()) && Pair.knows(golden.upstream());
    }

    private static String table(Stream<GoldenCase> cases, Function<GoldenCase, Verdict> judge) {
        Table table = new Table("case", List.of("from", "to", "request", "named"));
        cases.forEach(golden -> {
            Verdict verdict = judge.apply(golden);
            List<String> named =
                    verdict.named().stream().map(word -> "`" + word + "`").toList();
            table.words(
                    "[" + golden + "](../src/test/resources/golden/" + golden.file() + ")",
                    List.of(golden.inbound(), golden.upstream(), verdict.word().text, String.join(", ", named)));
        });
        return table.text();
    }

    private static Verdict ofVectors(GoldenCase golden) {
        if (!VectorPair.asked(golden)) {
            return new Verdict(Word.REFUSED, List.of("has no vectors"));
        }
        try {
            EmbeddingTranslation translation = VectorPair.translation(golden);
            return translation.passes() ? Verdict.PASSED : Verdict.of(translation.losses());
        } catch (Refusal refusal) {
            return Verdict.refused(refusal);
        }
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
