package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.config.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "sqlite:///./llm_gateway.db, jdbc:sqlite:./llm_gateway.db",
        "sqlite:///llm_gateway.db, jdbc:sqlite:llm_gateway.db",
        "sqlite:////var/lib/a.db, jdbc:sqlite:/var/lib/a.db",
        "jdbc:sqlite:/var/lib/a.db, jdbc:sqlite:/var/lib/a.db",
        "postgresql://host/db, jdbc:postgresql://host/db",
        "postgres://u:p@host:5433/db, jdbc:postgresql://host:5433/db",
        "postgresql+asyncpg://u:p@host/db, jdbc:postgresql://host/db",
        "'postgresql://u:p@h1:5432,h2:5432/db', 'jdbc:postgresql://h1:5432,h2:5432/db'",
        "postgresql://u:p@[::1]:5432/db, jdbc:postgresql://[::1]:5432/db",
        "jdbc:postgresql://host:5432/db?user=u&password=p, jdbc:postgresql://host:5432/db",
    })
    void readsAllForms(String url, String jdbc) {
        assertThat(parse(null, url)).hasToString(jdbc);
    }

    @Test
    void takesTheLoginOutAndDecodesIt() {
        assertThat(properties("postgresql://me%40corp:p%40ss%2Fw+1:%25@host/db?sslmode=require&connect_timeout=3"))
                .isEqualTo(Map.of(
                        "user", "me@corp", "password", "p@ss/w+1:%", "sslmode", "require", "connectTimeout", "3"));
        assertThat(properties("jdbc:postgresql://host/db?password=a%26b&user=me&sslpassword=s"))
                .isEqualTo(Map.of("user", "me", "password", "a&b", "sslpassword", "s"));
        // Not encoded, but only one reading makes sense.
        assertThat(properties("postgresql://me:p@ss/w@host/db")).containsEntry("password", "p@ss/w");
    }

    @Test
    void theDefaultIsAFileInTheDataFolder() {
        assertThat(parse(null, null)).hasToString("jdbc:sqlite:data/mehari.db");
        assertThat(parse("sqlite", " ")).hasToString("jdbc:sqlite:data/mehari.db");
        assertThat(parse(null, "jdbc:sqlite:file:/a/b.db?cache=private").file()).isEqualTo(Path.of("/a/b.db"));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, , DATABASE_URL is not set",
        "postgresql, sqlite:///a.db, change one of them",
        "sqlite, postgresql://u:canary@host/db, change one of them",
        "mysql, , sqlite or postgresql",
        ", mysql://u:canary@host/db, DATABASE_URL starts with",
        ", u:canary@host/db, DATABASE_URL starts with",
        ", sqlite://a.db, four slashes",
        ", sqlite:///:memory:, names no file",
        ", postgresql:host/db, postgresql://user",
    })
    void refusesWhatContradictsItself(@Nullable String type, @Nullable String url, String says) {
        assertThatThrownBy(() -> parse(type, url))
                .isInstanceOf(InvalidDatabaseException.class)
                .hasMessageContaining(says)
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:canary%zz@host/db",
                "postgresql://u:canary%@host/db",
                "postgresql://u:pre?canary@host/db",
                "jdbc:postgresql://host/db?user=u&password=canary%zz",
            })
    void aPasswordThatIsNotEncodedIsNeverShown(String url) {
        assertThatThrownBy(() -> parse(null, url))
                .isInstanceOf(InvalidDatabaseException.class)
                .hasMessageContaining("percent-encoded")
                .hasMessageNotContaining("canary");
    }

    @Test
    void noStringHoldsThePassword() {
        DatabaseSettings settings =
                new DatabaseSettings(null, "postgresql://u:canary@host/db?password=canary", Path.of("data"), null);
        DatabaseUrl url = DatabaseUrl.of(settings);

        assertThat(settings + " " + url + " " + url.properties() + " " + new Connections(url, null))
                .doesNotContain("canary");
    }

    @Test
    void refusesAnAbsurdPoolSize() {
        assertThatThrownBy(() -> new DatabaseSettings(null, null, Path.of("data"), 0))
                .isInstanceOf(InvalidDatabaseException.class);
    }

    private static DatabaseUrl parse(@Nullable String type, @Nullable String url) {
        return DatabaseUrl.of(new DatabaseSettings(type, url, Path.of("data"), null));
    }

    private static Map<String, String> properties(String url) {
        return parse(null, url).properties().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> reveal(e.getValue())));
    }

    private static String reveal(Secret secret) {
        return secret.reveal();
    }
}
