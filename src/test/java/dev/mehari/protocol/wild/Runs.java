package dev.mehari.protocol.wild;

import dev.mehari.call.Protocol;
import dev.mehari.protocol.Seeded;
import java.util.List;
import java.util.Random;

/** Tries a property; {@link Seeded} says how often, {@code -Dseed=} and {@code -Drun=} repeat one try. */
final class Runs {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    /** One try with a number. */
    interface Run {
        void with(int number, Random random) throws Exception;
    }

    private Runs() {}

    static void of(int usual, Run run) {
        Seeded seeded = Seeded.fresh();
        int only = Integer.getInteger("run", -1);
        int times = Seeded.times(usual);
        for (int i = only < 0 ? 0 : only; i < (only < 0 ? times : only + 1); i++) {
            try {
                run.with(i, new Random(seeded.seed() + STEP * i));
            } catch (Exception | AssertionError e) {
                throw new AssertionError(seeded + " -Drun=" + i + ": " + e.getMessage(), e);
            }
        }
    }

    /** Everything that is translated: each caller's protocol with each other upstream's, and chat with its look-alikes. */
    static List<Pair> pairs() {
        return Asker.CHATS.stream()
                .flatMap(caller -> Asker.CHATS.stream()
                        .filter(upstream -> upstream != caller || caller == Protocol.OPENAI_CHAT)
                        .map(upstream -> new Pair(caller, upstream)))
                .toList();
    }

    /** A caller's protocol and an upstream's. */
    record Pair(Protocol caller, Protocol upstream) {
        Caller any(Random random) {
            List<Caller> all = Caller.of(caller);
            return all.get(random.nextInt(all.size()));
        }

        @Override
        public String toString() {
            return caller + " <- " + upstream;
        }
    }
}
