package dev.mehari;

import dev.mehari.live.Generations;
import dev.mehari.protocol.Codecs;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The only wiring: what every bean stands on, and the beans of each feature, in the order of the pipeline. */
@AutoConfiguration(before = {ErrorMvcAutoConfiguration.class, SecurityAutoConfiguration.class})
@EnableConfigurationProperties(MehariProperties.class)
@ConditionalOnMissingBean(Generations.class)
@Import({
    StoreConfiguration.class,
    KeyConfiguration.class,
    OverlayConfiguration.class,
    UpstreamConfiguration.class,
    HealthConfiguration.class,
    LiveConfiguration.class,
    EdgeConfiguration.class,
    AdminConfiguration.class
})
class MehariAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock mehariClock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService mehariClockwork() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("mehari-clockwork").factory());
    }

    @Bean
    @ConditionalOnMissingBean
    Home mehariHome() {
        return StartEnvironment.home();
    }

    @Bean
    @ConditionalOnMissingBean
    PrometheusMeterRegistry mehariMetrics() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Bean
    Codecs mehariCodecs(MehariProperties properties) {
        return Wiring.codecs(properties.errors().format());
    }
}
