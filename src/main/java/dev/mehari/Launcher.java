package dev.mehari;

/**
 * Entry point of the packaged jar. Compiled for an older release than the rest, so that a Java that is too old can load
 * it and say so in one line instead of a stack trace.
 */
public final class Launcher {
    private static final int NEEDED = 21;
    /** {@code EX_CONFIG} of sysexits: the start was refused for what it was given. */
    private static final int EXIT_CONFIG = 78;

    private Launcher() {}

    /** Starts {@code dev.mehari.MehariApplication} on a Java of release 21 or newer; exits with 78 on any other. */
    @SuppressWarnings("SystemOut") // no logging exists yet on a Java that cannot load it
    public static void main(String[] args) throws Throwable {
        int found = Runtime.version().feature();
        if (found < NEEDED) {
            System.err.println("Mehari needs Java " + NEEDED + " or newer; this is Java " + found + " in "
                    + System.getProperty("java.home") + ". Install a newer one, or set JAVA_HOME to it.");
            System.exit(EXIT_CONFIG);
        }
        try {
            Class.forName("dev.mehari.MehariApplication")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
