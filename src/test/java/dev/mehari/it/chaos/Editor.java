package dev.mehari.it.chaos;

import dev.mehari.it.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** An operator who changes a file again and again: now the order of targets, now a route, now something that cannot be. */
final class Editor {
    private static final String MODELS = "config/models.yaml";
    private static final String ROUTE = "routes/routing.camel.yaml";

    private final Path home;
    private final String route;
    private int edits;
    private int mistakes;

    Editor(GatewayProcess gateway) {
        home = gateway.settings().home();
        try {
            route = Files.readString(home.resolve(ROUTE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void edit() {
        edits++;
        switch (edits % 6) {
            case 2 -> write(ROUTE, route + "# edit " + edits + "\n");
            case 4 -> {
                mistakes++;
                write(MODELS, Upstreams.models(edits) + "  lost: {targets: [nowhere/at-all]}\n");
            }
            default -> write(MODELS, Upstreams.models(edits));
        }
    }

    private void write(String file, String text) {
        try {
            Path written = Files.writeString(home.resolve("edited"), text);
            Files.move(
                    written, home.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int edits() {
        return edits;
    }

    /** Those of them that no gateway can take. */
    int mistakes() {
        return mistakes;
    }
}
