package dev.mehari;

import dev.mehari.key.KeyStore;
import dev.mehari.key.Settings;
import dev.mehari.live.UsageQueue;
import dev.mehari.overlay.OverlayStore;
import dev.mehari.store.Database;
import dev.mehari.store.DatabaseSettings;
import dev.mehari.store.JdbcKeyStore;
import dev.mehari.store.JdbcOverlayStore;
import dev.mehari.store.JdbcSettings;
import dev.mehari.store.JdbcUsageLedger;
import dev.mehari.usage.UsageLedger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database, and the ports that stand on it. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
    @Bean
    Database mehariDatabase(Home home) {
        DatabaseSettings settings = Wiring.database(home);
        settings.password().ifPresent(password -> Masks.add(password.reveal()));
        return Database.open(settings);
    }

    @Bean
    KeyStore mehariKeyStore(Database database) {
        return new JdbcKeyStore(database);
    }

    @Bean
    Settings mehariSettings(Database database) {
        return new JdbcSettings(database);
    }

    @Bean
    UsageLedger mehariLedger(Database database, UsageQueue queue) {
        return new JdbcUsageLedger(database, (callId, reason) -> queue.drop(1));
    }

    @Bean
    OverlayStore mehariOverlayStore(Database database) {
        return new JdbcOverlayStore(database);
    }
}
