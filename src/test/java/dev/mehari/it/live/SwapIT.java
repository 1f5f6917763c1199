package dev.mehari.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("fault 5.2: folders that are swapped by a link, as ConfigMaps and deploy scripts do")
@Timeout(180)
class SwapIT {
    private final Traffic traffic = new Traffic();

    @AfterEach
    void close() {
        traffic.close();
    }

    @Test
    @DisplayName("a ConfigMap's link moves: the new files go live as one, a bad set does not, and back again")
    void configMap() throws IOException {
        GatewaySetup setup = traffic.setup();
        for (String folder : List.of("config", "routes")) {
            Path mount = setup.home().resolve(folder);
            Path version = Files.createDirectory(mount.resolve("..v1"));
            for (Path file : files(mount)) {
                Files.move(file, version.resolve(file.getFileName()));
                Files.createSymbolicLink(file, Path.of("..data").resolve(file.getFileName()));
            }
            Files.createSymbolicLink(mount.resolve("..data"), Path.of("..v1"));
        }
        try (GatewayProcess gateway = setup.start()) {
            Operator operator = new Operator(gateway);
            traffic.flow(gateway, 2);
            Path config = setup.home().resolve("config");

            swap(config, "..data", "..v1", "..v2", text -> text + "  second: {targets: [openai/gpt-4.1]}\n");
            operator.awaitLive(now -> now.path("generation").asInt() == 2);
            assertThat(Traffic.call(gateway, "second", false, "x").status()).isEqualTo(200);

            swap(config, "..data", "..v2", "..v3", text -> text + "  third: {targets: [nowhere/m]}\n");
            JsonNode live = operator.awaitLive(now -> now.path("degraded").asBoolean());
            assertThat(live.path("generation").asInt()).isEqualTo(2);

            link(config, "..data", "..v1");
            operator.awaitLive(now -> now.path("generation").asInt() == 3);
            assertThat(Traffic.call(gateway, "second", false, "x").status()).isEqualTo(404);
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
        }
    }

    @Test
    @DisplayName("a whole folder is a link that moves; a link that leads nowhere changes nothing")
    void folder() throws IOException {
        GatewaySetup setup = traffic.setup();
        Path home = setup.home();
        Files.move(home.resolve("config"), home.resolve("config-v1"));
        Files.move(home.resolve("routes"), home.resolve("routes-v1"));
        Files.createSymbolicLink(home.resolve("config"), Path.of("config-v1"));
        Files.createSymbolicLink(home.resolve("routes"), Path.of("routes-v1"));
        try (GatewayProcess gateway = setup.start()) {
            Operator operator = new Operator(gateway);
            traffic.flow(gateway, 2);

            swap(home, "config", "config-v1", "config-v2", text -> text + "  second: {targets: [openai/gpt-4.1]}\n");
            operator.awaitLive(now -> now.path("generation").asInt() == 2);
            assertThat(Traffic.call(gateway, "second", false, "x").status()).isEqualTo(200);

            link(home, "routes", "routes-that-is-not-there");
            JsonNode live = operator.awaitLive(now -> now.path("degraded").asBoolean());
            assertThat(live.path("last_error").path("message").asText()).contains("cannot be read");
            assertThat(Traffic.call(gateway, "second", false, "x").status()).isEqualTo(200);

            link(home, "routes", "routes-v1");
            operator.awaitLive(now -> !now.path("degraded").asBoolean());
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
        }
    }

    /** A copy of a folder with other models, and then the link leads there. */
    private static void swap(Path place, String link, String from, String to, UnaryOperator<String> models)
            throws IOException {
        Path made = Files.createDirectory(place.resolve(to));
        for (Path file : files(place.resolve(from))) {
            Files.copy(file, made.resolve(file.getFileName()));
        }
        Path file = made.resolve("models.yaml");
        Files.writeString(file, models.apply(Files.readString(file)));
        link(place, link, to);
    }

    private static void link(Path place, String link, String to) throws IOException {
        Path made = Files.createSymbolicLink(place.resolve(".new-link"), Path.of(to));
        Files.move(made, place.resolve(link), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
