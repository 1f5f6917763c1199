package dev.mehari;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.logging.LoggingSystem;

/** What the jar does beside starting the gateway. It writes for a person or a script: a result, or faults. */
final class Command {
    /** {@code EX_USAGE} of sysexits: called in a way that does not exist. */
    static final int EXIT_USAGE = 64;

    static final String USAGE = """
            usage: java -jar mehari-exec.jar [--name=value ...]      start the gateway
                   java -jar mehari-exec.jar check                   check configuration and routes, start nothing
                   java -jar mehari-exec.jar check --schemas FOLDER  and write the JSON schemas for editors there
                   java -jar mehari-exec.jar explain FILE [--json]   say where the request in FILE would go, and send nothing;
                                                                     - is the standard input
                          --key NAME                                 whose call it is: name or id of a virtual key
                          --url URL                                  ask the gateway that runs there, which knows its keys and
                                                                     states; with the password in MEHARI_ADMIN_PASSWORD""";

    @SuppressWarnings("SystemOut") // the result is what the command is for
    private final PrintStream out = System.out;

    @SuppressWarnings("SystemErr") // for who called, not for a log
    private final PrintStream err = System.err;

    /** Whether these arguments are a command, or a mistaken one, and not the start's. */
    static boolean isOne(String[] args) {
        return args.length > 0 && !args[0].startsWith("-");
    }

    /**
     * Runs it to its end.
     *
     * @return the exit code
     * @throws ConfigException with faults, for the caller to print as a refused start prints them
     */
    int run(String[] args) {
        List<String> words = List.of(args);
        if (words.equals(List.of("check"))) {
            print(check());
            return 0;
        }
        if (words.size() == 3 && words.subList(0, 2).equals(List.of("check", "--schemas"))) {
            String fine = check();
            print(schemas(words.get(2)));
            print(fine);
            return 0;
        }
        ExplainCommand explain =
                words.getFirst().equals("explain") ? ExplainCommand.of(words.subList(1, words.size())) : null;
        if (explain != null) {
            // What is secret was masked where it stood; more would change the request that is shown.
            out.println(explain.run());
            return 0;
        }
        err.println(USAGE);
        return EXIT_USAGE;
    }

    private static String check() {
        // Nobody has said where logs go, and faults are told without them.
        LoggingSystem.get(Command.class.getClassLoader()).beforeInitialize();
        return Check.run(StartEnvironment.home());
    }

    private static String schemas(String folder) {
        try {
            return Schemas.write(Path.of(folder));
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(List.of(new Fault(folder, 0, "the schemas cannot be written: " + e)));
        }
    }

    private void print(String line) {
        out.println(Masks.apply(line));
    }
}
