package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName(
        "auth.mode open, on the loopback address: no key needed, a wrong one is still wrong, the admin side is shut")
class OpenModeIT {
    @Test
    void open() {
        try (World world =
                World.with(setup -> setup.env("MEHARI_AUTH_MODE", "open").env("SERVER_ADDRESS", "127.0.0.1"))) {
            for (Dialect dialect : Dialect.values()) {
                RawClient.Response reply = world.post(dialect.path(), Map.of(), dialect.body());
                assertThat(reply.status()).as(reply.text()).isEqualTo(200);
                assertThat(world.post(dialect.path(), dialect.key(), dialect.body())
                                .status())
                        .isEqualTo(200);
                dialect.error(world.post(dialect.path(), dialect.key("pk_wrong"), dialect.body()), 401);
                dialect.error(world.post(dialect.path(), Admin.BASIC, dialect.body()), 403);
            }
            assertThat(world.get("/v1/models", Map.of()).status()).isEqualTo(200);
            assertThat(Errors.admin(world.get("/api/admin/keys", Map.of()), 401))
                    .isEqualTo("unauthenticated");
            assertThat(Errors.admin(world.get("/v1/metrics", Map.of()), 401)).isEqualTo("unauthenticated");
        }
    }
}
