package dev.mehari.protocol.wild;

import java.io.IOException;
import java.util.Random;

/** What {@code make fuzz} runs: Jazzer calls it with bytes of its own making, led by the code that they reach. */
public final class Fuzz {
    private static final int WARM_UP = 200;

    private static Target target = Target.SSE;

    private Fuzz() {}

    /** @param arguments the name of a target */
    public static void fuzzerInitialize(String[] arguments) throws IOException {
        target = Target.of(arguments[0]);
        // Loading and instrumenting the classes takes longer than any input may.
        Random random = new Random(1);
        for (int i = 0; i < WARM_UP; i++) {
            byte[] bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            Target.WILD.run(bytes);
            target.run(bytes);
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        target.run(bytes);
    }
}
