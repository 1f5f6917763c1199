package dev.mehari;

import dev.mehari.health.Checks;
import dev.mehari.health.Health;
import dev.mehari.health.Switchboard;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.UpstreamCheck;
import dev.mehari.live.UpstreamClients;
import dev.mehari.protocol.Codecs;
import dev.mehari.store.Database;
import dev.mehari.store.JdbcSwitchStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How credentials and targets are doing. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    @Bean
    Health mehariHealth(Clock clock) {
        return new Health(clock);
    }

    @Bean
    Switchboard mehariSwitchboard(Health health, Database database, Clock clock) {
        Switchboard board = new Switchboard(health, new JdbcSwitchStore(database), clock);
        board.refresh();
        return board;
    }

    @Bean
    HealthMeters mehariHealthMeters(
            PrometheusMeterRegistry metrics, Health health, Generations generations, Clock clock) {
        HealthMeters meters =
                new HealthMeters(metrics, health, () -> generations.live().map(Generation::snapshot), clock);
        health.watchedBy(meters);
        return meters;
    }

    @Bean
    HealthRounds mehariHealthRounds(
            Health health, Switchboard board, Generations generations, UpstreamClients clients, Codecs codecs) {
        Checks checks = new Checks(
                health, () -> generations.live().map(Generation::snapshot), new UpstreamCheck(clients, codecs));
        return new HealthRounds(board, checks);
    }
}
