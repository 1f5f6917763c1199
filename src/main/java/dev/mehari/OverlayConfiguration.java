package dev.mehari;

import dev.mehari.key.DeploymentSecret;
import dev.mehari.key.Keys;
import dev.mehari.live.AddressRules;
import dev.mehari.live.Changes;
import dev.mehari.live.Generations;
import dev.mehari.overlay.Edits;
import dev.mehari.overlay.OverlayStore;
import dev.mehari.overlay.Overlays;
import dev.mehari.overlay.Vault;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What admins write. */
@Configuration(proxyBeanMethods = false)
class OverlayConfiguration {
    @Bean
    Vault mehariVault(DeploymentSecret secret) {
        return new Vault(secret);
    }

    @Bean
    Overlays mehariOverlays(OverlayStore store, Vault vault) {
        return new Overlays(store, vault);
    }

    @Bean
    Edits mehariEdits(
            Overlays overlays,
            OverlayStore store,
            Vault vault,
            Changes changes,
            Generations generations,
            AddressRules addresses,
            Keys keys,
            Clock clock) {
        return new Edits(overlays, store, vault, changes, generations, addresses, keys, clock);
    }
}
