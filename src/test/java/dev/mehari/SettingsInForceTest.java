package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.Effective;
import dev.mehari.config.Effective.Branch;
import dev.mehari.config.Effective.Kind;
import dev.mehari.config.Effective.Leaf;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 5.7: what is read once, at the start, says where it is from too. */
final class SettingsInForceTest {
    @TempDir
    Path folder;

    private static Leaf leaf(Map<String, Effective> all, String part, String name) {
        return (Leaf) Objects.requireNonNull(
                ((Branch) Objects.requireNonNull(all.get(part))).entries().get(name), name);
    }

    @Test
    void eachSaysWhereItIsFromAndNoSecretIsShown() {
        Home home = TestHome.shipped(folder)
                .edit(
                        "config/application.yaml",
                        text ->
                                "server:\n  port: 8555\n  ssl: {key-store-password: hidden-0001}\nmehari:\n  request: {max-body: 8MB}\n"
                                        + "  cors: {allowed-origins: [\"https://a.example\", \"https://b.example\"]}\n"
                                        + text)
                .set("MEHARI_LIVE_DRAIN", "5m")
                .set("MEHARI_REQUEST_MAX_BODY", "16MB")
                .set("LOGGING_LEVEL_DEV_MEHARI", "DEBUG")
                .set("MEHARI_SECRET", "hidden-0002-hidden-0002")
                .set("DATABASE_URL", "postgresql://user:hidden-0003@db/x")
                .home();

        Map<String, Effective> all = SettingsInForce.of(Check.environment(home), home);

        assertThat(leaf(all, "application", "server.port").source())
                .extracting(Effective.Source::kind, Effective.Source::file, Effective.Source::line)
                .containsExactly(Kind.FILE, "config/application.yaml", 2);
        Leaf body = leaf(all, "application", "mehari.request.max-body");
        assertThat(body.value()).as("the variable wins").isEqualTo("16MB");
        assertThat(body.source().variable()).isEqualTo("MEHARI_REQUEST_MAX_BODY");
        Leaf origins = leaf(all, "application", "mehari.cors.allowed-origins");
        assertThat(origins.value()).isEqualTo("https://a.example, https://b.example");
        assertThat(origins.source().line()).isEqualTo(6);
        assertThat(leaf(all, "application", "mehari.live.drain").source().variable())
                .isEqualTo("MEHARI_LIVE_DRAIN");
        assertThat(leaf(all, "application", "logging.level.dev.mehari").value()).isEqualTo("DEBUG");
        Leaf usual = leaf(all, "application", "mehari.request.read-timeout");
        assertThat(usual.value()).isEqualTo("30s");
        assertThat(usual.source().kind()).isEqualTo(Kind.DEFAULT);
        assertThat(leaf(all, "application", "server.shutdown").source().kind()).isEqualTo(Kind.DEFAULT);
        assertThat(leaf(all, "variables", "MEHARI_SECRET").value()).isEqualTo("***");
        assertThat(leaf(all, "variables", "DATABASE_URL").value()).isEqualTo("postgresql://***@db/x");
        assertThat(leaf(all, "variables", "APIKEY_CACHE_SIZE").source().kind()).isEqualTo(Kind.DEFAULT);
        assertThat(all.toString()).doesNotContain("hidden-000").contains("server.ssl.key-store-password");
    }
}
