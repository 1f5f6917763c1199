package dev.mehari;

import dev.mehari.config.Secret;
import dev.mehari.key.FirstStart;
import java.io.PrintStream;

/**
 * Prints what was made at the first start, once, to standard output and never through a logger: logs are kept, shipped
 * and read by many.
 */
final class Announcement implements FirstStart {
    @SuppressWarnings("SystemOut") // the one place that may
    private final PrintStream out = System.out;

    @Override
    public void madeKey(Secret value) {
        print("First virtual key (shown once)", value.reveal());
    }

    @Override
    public void madePassword(Secret password) {
        print("Password of the user admin (shown once)", password.reveal());
    }

    private void print(String what, String value) {
        Masks.add(value);
        out.println();
        out.println("  " + what + ": " + value);
        out.println();
        out.flush();
    }
}
