package dev.mehari.it.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** Somebody who edits the files of a running gateway and reads what became of it. */
record Operator(GatewayProcess gateway) {
    /** Wide: half a second twice and a build is what it takes on an idle machine. */
    static final Duration SOON = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    GatewaySetup home() {
        return gateway.settings();
    }

    JsonNode live() {
        return json(gateway.adminPage("/api/admin/live"));
    }

    int generation() {
        return live().path("generation").asInt();
    }

    /** Waits until the status says this, and gives it. */
    JsonNode awaitLive(Predicate<JsonNode> wanted) {
        return Eventually.get(SOON, this::live, wanted);
    }

    HttpResponse<String> post(String what) {
        return gateway.send(gateway.admin("/api/admin/live/" + what).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** The body of a change that must go well. */
    JsonNode change(String what) {
        HttpResponse<String> answer = post(what);
        if (answer.statusCode() != 200) {
            throw new AssertionError(what + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return json(answer.body());
    }

    double metric(String name) {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    Path path(String file) {
        return home().home().resolve(file);
    }

    byte[] read(String file) {
        try {
            return Files.readAllBytes(path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String file) {
        return new String(read(file), StandardCharsets.UTF_8);
    }

    void write(String file, byte[] bytes) {
        try {
            Files.write(path(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String file) {
        try {
            Files.delete(path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
