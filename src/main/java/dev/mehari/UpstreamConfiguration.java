package dev.mehari;

import dev.mehari.demo.DemoProvider;
import dev.mehari.live.AddressRules;
import dev.mehari.live.Breakers;
import dev.mehari.live.SessionPools;
import dev.mehari.live.UpstreamClients;
import dev.mehari.tokens.TokenCounter;
import dev.mehari.upstream.StaleReplies;
import dev.mehari.upstream.Timers;
import dev.mehari.upstream.UpstreamSlots;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to upstreams: what generations share of it. */
@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {
    @Bean
    DemoProvider mehariDemo(Clock clock) {
        return new DemoProvider(Duration.ofMillis(15), clock);
    }

    @Bean
    Timers mehariTimers(ScheduledExecutorService clockwork) {
        return new Timers(clockwork);
    }

    @Bean
    @ConditionalOnMissingBean
    StaleReplies mehariStaleReplies() {
        return StaleReplies.NONE;
    }

    @Bean
    UpstreamSlots mehariUpstreamSlots() {
        return new UpstreamSlots();
    }

    @Bean
    TokenCounter mehariTokenCounter() {
        return new TokenCounter();
    }

    @Bean
    Breakers mehariBreakers() {
        return new Breakers();
    }

    @Bean
    SessionPools mehariSessionPools(ScheduledExecutorService clockwork, Clock clock) {
        SessionPools pools = new SessionPools(clock);
        var unused = clockwork.scheduleWithFixedDelay(pools::look, 1, 1, TimeUnit.SECONDS);
        return pools;
    }

    @Bean
    AddressRules mehariAddressRules(MehariProperties properties) {
        return new AddressRules(properties.admin().allowedAddresses());
    }

    @Bean
    UpstreamClients mehariUpstreamClients(AddressRules addresses) {
        return new UpstreamClients(addresses);
    }
}
