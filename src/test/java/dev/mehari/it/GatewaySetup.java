package dev.mehari.it;

import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiBothFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.ResponsesFake;
import dev.mehari.fake.ZaiFake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a gateway process is started with: a home of its own with the shipped {@code config/} and {@code routes/}, an empty
 * data folder, and no environment but what is given here. Started twice, it is the same gateway after a restart.
 */
public final class GatewaySetup {
    public static final String KEY = "sk-mehari-it-bootstrap-key-0001";
    public static final String ADMIN_PASSWORD = "it-admin-password-0001";

    private static final List<String> CHEAP_JVM =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx512m");

    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> jvm = new ArrayList<>(CHEAP_JVM);
    private List<String> arguments = List.of();

    GatewaySetup() {
        try {
            Path base = Files.createDirectories(Path.of("target", "it").toAbsolutePath());
            home = Files.createTempDirectory(base, "home-");
            Files.createDirectory(data());
            Files.createDirectory(temporary());
            copy("config");
            copy("routes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        env("MEHARI_HOME", home.toString());
        env("MEHARI_DATA", data().toString());
        env("MEHARI_BOOTSTRAP_KEY", KEY);
        env("MEHARI_ADMIN_PASSWORD", ADMIN_PASSWORD);
        env("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    public Path home() {
        return home;
    }

    public Path data() {
        return home.resolve("data");
    }

    public GatewaySetup env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public GatewaySetup withoutEnv(String name) {
        environment.remove(name);
        return this;
    }

    /** Beside the cheap ones; a later flag wins over an earlier one. */
    public GatewaySetup jvm(String... flags) {
        jvm.addAll(List.of(flags));
        return this;
    }

    /** Given to the jar, in place of those given before. */
    public GatewaySetup arguments(String... words) {
        arguments = List.of(words);
        return this;
    }

    /** The fake stands in for its vendor: key and base URL as an operator sets them. */
    public GatewaySetup upstream(FakeProvider fake) {
        String name = switch (fake) {
            case OpenAiFake openai -> "OPENAI";
            case ResponsesFake responses -> "OPENAI";
            case OpenAiBothFake both -> "OPENAI";
            case AnthropicFake anthropic -> "ANTHROPIC";
            case GeminiFake gemini -> "GEMINI";
            case ZaiFake zai -> "ZAI";
            default -> throw new IllegalArgumentException("no shipped upstream for " + fake);
        };
        return env(name + "_API_KEY", fake.key()).env(name + "_BASE_URL", fake.baseUrl());
    }

    /** Writes a file of the home, for example {@code config/models.yaml}; folders are made. */
    public GatewaySetup file(String path, String text) {
        try {
            Path file = home.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Changes a file of the home; fails when nothing changed, because then the test tests nothing. */
    public GatewaySetup edit(String path, UnaryOperator<String> change) {
        String before;
        try {
            before = Files.readString(home.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException("the edit of " + path + " changes nothing");
        }
        return file(path, after);
    }

    /** Z.AI as a vendor that speaks OpenAI's protocol and no other: its calls pass as they came. */
    public GatewaySetup plainZai() {
        edit("config/upstreams.yaml", text -> text.replace("quirks: [zai]", "quirks: [usage-always]"));
        return edit("config/models.yaml", text -> text.replace(", thinking: tags", ""));
    }

    /** Nothing is left alone, by breaker or cooldown: for tests whose upstreams fail on purpose, one after the other. */
    public GatewaySetup withoutBreakers() {
        return edit(
                "config/upstreams.yaml",
                text -> text.replaceAll(
                        "(?m)^(    base-url: .*)$",
                        "$1\n    breaker: {window: 100000, minimum-calls: 100000}\n    cooldown: {longest: 0s}"));
    }

    /** Every attempt is the last at its target and nothing is waited for: for tests of what one attempt becomes. */
    public GatewaySetup withoutRetries() {
        return edit(
                "config/failover.yaml",
                text -> text.replaceFirst("max-attempts: \\d+", "max-attempts: 1")
                        .replaceFirst("max-wait: \\w+", "max-wait: 1ms"));
    }

    /** Starts and waits until it is ready. */
    public GatewayProcess start() {
        return GatewayProcess.launch(this).awaitReady();
    }

    /** Starts without waiting, for a process that is expected to end by itself. */
    public GatewayProcess launch() {
        return GatewayProcess.launch(this);
    }

    Map<String, String> environment() {
        return environment;
    }

    List<String> arguments() {
        return arguments;
    }

    List<String> jvm() {
        return jvm;
    }

    Path temporary() {
        return home.resolve("tmp");
    }

    private void copy(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = home.resolve(file.toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }
}
