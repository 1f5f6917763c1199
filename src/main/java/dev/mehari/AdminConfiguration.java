package dev.mehari;

import dev.mehari.admin.AdminErrors;
import dev.mehari.admin.AdminSecurity;
import dev.mehari.admin.EndpointHealth;
import dev.mehari.admin.EndpointsController;
import dev.mehari.admin.ExplainController;
import dev.mehari.admin.ExplanationFields;
import dev.mehari.admin.HealthController;
import dev.mehari.admin.HealthView;
import dev.mehari.admin.KeysController;
import dev.mehari.admin.LiveConfig;
import dev.mehari.admin.LiveController;
import dev.mehari.admin.LogsController;
import dev.mehari.admin.MetricsController;
import dev.mehari.admin.OverlayController;
import dev.mehari.demo.DemoProvider;
import dev.mehari.edge.EdgeErrors;
import dev.mehari.edge.Explain;
import dev.mehari.edge.Ways;
import dev.mehari.health.Health;
import dev.mehari.health.Switchboard;
import dev.mehari.key.AdminCredential;
import dev.mehari.key.Keys;
import dev.mehari.live.Breakers;
import dev.mehari.live.Changes;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.UpstreamClients;
import dev.mehari.overlay.Edits;
import dev.mehari.overlay.OverlayStore;
import dev.mehari.overlay.Overlays;
import dev.mehari.usage.UsageLedger;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** HTTP in, for admins and for what watches the gateway. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
    @Bean
    SecurityFilterChain mehariAdminSecurity(
            HttpSecurity http, AdminCredential admin, EdgeErrors errors, MehariProperties properties) throws Exception {
        return AdminSecurity.chain(http, admin, errors, properties.metrics().open());
    }

    @Bean
    RequestRejectedHandler mehariFirewall(EdgeErrors errors) {
        return AdminSecurity.rejected(errors);
    }

    @Bean
    AdminErrors mehariAdminErrors(EdgeErrors errors) {
        return new AdminErrors(errors);
    }

    @Bean
    KeysController mehariKeysController(Keys keys) {
        return new KeysController(keys);
    }

    @Bean
    LiveController mehariLiveController(
            Generations generations,
            Changes changes,
            Breakers breakers,
            UpstreamClients clients,
            StartFiles startFiles) {
        return new LiveController(generations, changes, breakers, clients, startFiles::changed);
    }

    @Bean
    LiveConfig mehariLiveConfig(
            Home home,
            DemoProvider demo,
            Changes changes,
            Generations generations,
            ConfigurableEnvironment environment) {
        return Wiring.liveConfig(home, demo.url(), changes, generations, SettingsInForce.of(environment, home));
    }

    @Bean
    OverlayController mehariOverlayController(
            Overlays overlays, OverlayStore store, Edits edits, Generations generations, LiveConfig config) {
        return new OverlayController(overlays, store, edits, generations, config);
    }

    @Bean
    EndpointsController mehariEndpointsController(
            Overlays overlays,
            Edits edits,
            Generations generations,
            LiveConfig config,
            Health health,
            Breakers breakers,
            Clock clock) {
        return new EndpointsController(
                overlays, edits, generations, config, new EndpointHealth(health, breakers, clock));
    }

    @Bean
    LogsController mehariLogsController(UsageLedger ledger) {
        return new LogsController(ledger);
    }

    @Bean
    MetricsController mehariMetricsController(PrometheusMeterRegistry metrics, HealthMeters meters) {
        return new MetricsController(metrics, meters::refresh);
    }

    @Bean
    HealthController mehariHealthController(Health health, Switchboard board, Generations generations, Clock clock) {
        return new HealthController(
                new HealthView(health, clock), board, () -> generations.live().map(Generation::snapshot));
    }

    @Bean
    ExplainController mehariExplainController(Ways ways, EdgeErrors errors, Keys keys, Breakers breakers, Clock clock) {
        return new ExplainController(new Explain(ways, errors, clock), keys, ExplanationFields.live(breakers::state));
    }
}
