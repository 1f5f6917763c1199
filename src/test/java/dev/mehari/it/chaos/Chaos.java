package dev.mehari.it.chaos;

import dev.mehari.it.GatewayProcess;
import dev.mehari.it.soak.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** {@code make chaos}: prints what becomes of calls while everything around them fails; ends with 1 when one is wrong. */
public final class Chaos {
    @SuppressWarnings("SystemOut") // the table is what this program is for
    private static final PrintStream OUT = System.out;

    private Chaos() {}

    /**
     * Runs it.
     *
     * @param args minutes, at least 1, and the seed of a run to repeat, or 0
     * @throws InterruptedException never, in a process of its own
     */
    public static void main(String[] args) throws InterruptedException {
        int minutes = Integer.parseInt(args[0]);
        if (minutes < 1) {
            throw new IllegalArgumentException("MINUTES must be 1 or more: " + minutes);
        }
        long seed = args[1].equals("0") ? System.nanoTime() : Long.parseLong(args[1]);
        boolean good;
        try (Upstreams upstreams = new Upstreams(seed);
                GatewayProcess gateway =
                        upstreams.setup().jvm("-XX:TieredStopAtLevel=4").start()) {
            Run run = new Run(upstreams, gateway, OUT::println);
            OUT.println("seed " + seed + ", " + Crowd.AT_ONCE + " calls at once");
            List<Verdict> verdicts = run.play(Duration.ofMinutes(minutes));
            verdicts.forEach(OUT::println);
            run.reasons().forEach(reason -> OUT.println("wrong: " + reason));
            good = verdicts.stream().allMatch(Verdict::good);
        }
        System.exit(good ? 0 : 1);
    }
}
