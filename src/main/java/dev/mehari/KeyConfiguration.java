package dev.mehari;

import dev.mehari.key.AdminCredential;
import dev.mehari.key.Bootstrap;
import dev.mehari.key.DeploymentSecret;
import dev.mehari.key.FirstStart;
import dev.mehari.key.KeyHash;
import dev.mehari.key.KeyMint;
import dev.mehari.key.KeyStore;
import dev.mehari.key.Keys;
import dev.mehari.key.Settings;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Virtual keys, the password of the admin, the first start. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {
    @Bean
    DeploymentSecret mehariSecret(Home home) {
        return DeploymentSecret.load(home.environment().get("MEHARI_SECRET"), home.data());
    }

    @Bean
    KeyHash mehariKeyHash(DeploymentSecret secret) {
        return new KeyHash(secret);
    }

    @Bean
    KeyMint mehariKeyMint(KeyHash hash, Clock clock) {
        return new KeyMint(hash, clock);
    }

    @Bean
    FirstStart mehariFirstStart() {
        return new Announcement();
    }

    @Bean
    AdminCredential mehariAdmin(Home home, Settings settings, KeyHash hash, KeyMint mint, FirstStart firstStart) {
        return AdminCredential.load(home.environment().get("MEHARI_ADMIN_PASSWORD"), settings, hash, mint, firstStart);
    }

    @Bean
    Keys mehariKeys(
            KeyStore store,
            KeyHash hash,
            KeyMint mint,
            AdminCredential admin,
            MehariProperties properties,
            Home home,
            @Value("${server.address:}") String address,
            Clock clock) {
        Wiring.checkOpen(properties.auth(), address);
        return new Keys(
                store,
                hash,
                mint,
                admin,
                properties.auth().mode(),
                Wiring.keyCacheSize(home),
                Wiring.keyCacheTime(home),
                clock);
    }

    @Bean
    Bootstrap mehariBootstrap(
            KeyStore keys, Settings settings, KeyHash hash, KeyMint mint, AdminCredential admin, FirstStart first) {
        return new Bootstrap(keys, settings, hash, mint, admin, first);
    }
}
