package dev.mehari;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A home folder of its own with the shipped {@code routes/} and {@code config/}, to be edited as an operator would. */
final class TestHome {
    static final String KEY = "pk_test-0123456789abcdef0123456789abcdef";
    static final String ADMIN_PASSWORD = "a-password-for-tests-only";

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "MEHARI_BOOTSTRAP_KEY", KEY,
            "MEHARI_ADMIN_PASSWORD", ADMIN_PASSWORD,
            "MEHARI_SECRET", "a-secret-for-tests-only-0123456789abcdef"));

    private TestHome(Path folder) {
        this.folder = folder;
        environment.put("MEHARI_DATA", folder.resolve("data").toString());
    }

    /** Copies what is shipped into an empty folder. */
    static TestHome shipped(Path folder) {
        for (String part : List.of("routes", "config")) {
            copy(Path.of(part), folder.resolve(part));
        }
        return new TestHome(folder);
    }

    /**
     * Edits a file of {@code routes/}.
     *
     * @param name without {@code .camel.yaml}
     * @throws AssertionError when the edit changes nothing: it was made for another text
     */
    TestHome route(String name, UnaryOperator<String> edit) {
        return edit("routes/" + name + ".camel.yaml", edit);
    }

    /** Adds a file to {@code routes/}. */
    TestHome newRoute(String name, String yaml) {
        return write(folder.resolve("routes").resolve(name + ".camel.yaml"), yaml);
    }

    /** Adds an alias to {@code config/models.yaml}. */
    TestHome alias(String name, String... targets) {
        return edit("config/models.yaml", text -> text + "  " + name + ": {targets: " + List.of(targets) + "}\n");
    }

    TestHome set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path folder() {
        return folder;
    }

    Home home() {
        return new Home(folder, environment);
    }

    /**
     * Edits any file of the home.
     *
     * @throws AssertionError when the edit changes nothing: it was made for another text
     */
    TestHome edit(String file, UnaryOperator<String> edit) {
        try {
            String before = Files.readString(folder.resolve(file));
            String after = edit.apply(before);
            if (after.equals(before)) {
                throw new AssertionError("the edit of " + file + " changes nothing");
            }
            return write(folder.resolve(file), after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestHome write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
