package dev.mehari.it.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.it.GatewayProcess;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** An operator who changes a file every few seconds and asks for it to be taken. */
final class Reloads {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/api/admin/live/reload";

    private final GatewayProcess gateway;
    private int asked;
    private int taken;
    private String refusal = "";
    private boolean there = true;

    Reloads(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    /** Each one changes something, so that none can be answered without doing it. */
    void reload() {
        if (!there) {
            return;
        }
        HttpResponse<String> answer;
        try {
            change();
            answer = gateway.send(gateway.admin(PATH).POST(HttpRequest.BodyPublishers.noBody()));
        } catch (IOException | RuntimeException e) {
            asked++;
            refusal = "no answer: " + e;
            return;
        }
        if (answer.statusCode() == 404 || answer.statusCode() == 405) {
            there = false;
            return;
        }
        asked++;
        if (answer.statusCode() / 100 == 2) {
            taken++;
        } else {
            refusal = answer.statusCode() + " " + answer.body();
        }
    }

    private void change() throws IOException {
        Path home = gateway.settings().home();
        Path file = home.resolve("config/models.yaml");
        String text = Files.readString(file).replaceAll("(?m)^# soak .*\n", "");
        Path written = Files.writeString(home.resolve("models.new"), text + "# soak " + asked + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** False when the gateway has no such path. */
    boolean there() {
        return there;
    }

    int asked() {
        return asked;
    }

    int taken() {
        return taken;
    }

    /** Old generations that are not stopped yet. */
    int draining() {
        try {
            return JSON.readTree(gateway.adminPage("/api/admin/live"))
                    .path("draining")
                    .size();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last one, empty when there was none. */
    String refusal() {
        return refusal;
    }
}
