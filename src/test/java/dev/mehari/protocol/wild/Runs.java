package dev.mehari.protocol.wild;

import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.Seeded;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

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

    /** What passes as it came, but for a step of the answer that looks into it. */
    static List<Pair> own() {
        return Asker.CHATS.stream()
                .filter(protocol -> protocol != Protocol.OPENAI_CHAT)
                .map(protocol -> new Pair(protocol, protocol))
                .toList();
    }

    /** Who goes on with a text, at upstreams that only know chats. */
    static List<Pair> texts() {
        return Asker.CHATS.stream()
                .map(upstream -> new Pair(Protocol.OPENAI_COMPLETIONS, upstream))
                .toList();
    }

    /** All of them; the corpus names them by their place in this list. */
    static List<Pair> all() {
        return Stream.of(pairs(), own(), texts()).flatMap(List::stream).toList();
    }

    /** A caller's protocol and an upstream's. */
    record Pair(Protocol caller, Protocol upstream) {
        Caller any(Random random) {
            List<Caller> all = Caller.of(caller);
            return all.get(random.nextInt(all.size()));
        }

        /** Look-alikes of a vendor have habits that it has not. */
        Set<Quirk> quirks() {
            return caller == upstream && caller == Protocol.OPENAI_CHAT ? Through.TAGS : Set.of();
        }

        @Override
        public String toString() {
            return caller + " <- " + upstream;
        }
    }
}
