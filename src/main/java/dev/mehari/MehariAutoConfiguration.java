package dev.mehari;

import dev.mehari.admin.AdminErrors;
import dev.mehari.admin.AdminSecurity;
import dev.mehari.admin.KeysController;
import dev.mehari.admin.LiveController;
import dev.mehari.admin.LogsController;
import dev.mehari.admin.MetricsController;
import dev.mehari.config.Streams;
import dev.mehari.demo.DemoProvider;
import dev.mehari.edge.Buffers;
import dev.mehari.edge.CallMetrics;
import dev.mehari.edge.Calls;
import dev.mehari.edge.Departures;
import dev.mehari.edge.EdgeEngine;
import dev.mehari.edge.EdgeErrors;
import dev.mehari.edge.EdgeFilter;
import dev.mehari.edge.EdgeRoutes;
import dev.mehari.edge.EdgeServer;
import dev.mehari.edge.EdgeSettings;
import dev.mehari.edge.HealthPages;
import dev.mehari.edge.Keepalives;
import dev.mehari.edge.ModelPages;
import dev.mehari.key.AdminCredential;
import dev.mehari.key.Bootstrap;
import dev.mehari.key.DeploymentSecret;
import dev.mehari.key.FirstStart;
import dev.mehari.key.KeyHash;
import dev.mehari.key.KeyMint;
import dev.mehari.key.KeyStore;
import dev.mehari.key.Keys;
import dev.mehari.key.Settings;
import dev.mehari.live.Breakers;
import dev.mehari.live.CallErrors;
import dev.mehari.live.Changes;
import dev.mehari.live.GenerationBuilder;
import dev.mehari.live.Generations;
import dev.mehari.live.UpstreamClients;
import dev.mehari.live.UsageQueue;
import dev.mehari.live.Watcher;
import dev.mehari.protocol.Codecs;
import dev.mehari.store.Database;
import dev.mehari.store.DatabaseSettings;
import dev.mehari.store.JdbcKeyStore;
import dev.mehari.store.JdbcSettings;
import dev.mehari.store.JdbcUsageLedger;
import dev.mehari.tokens.TokenCounter;
import dev.mehari.upstream.Timers;
import dev.mehari.usage.UsageLedger;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** The only wiring: every bean of the gateway, in the order of the pipeline. */
@AutoConfiguration(before = {ErrorMvcAutoConfiguration.class, SecurityAutoConfiguration.class})
@EnableConfigurationProperties(MehariProperties.class)
@ConditionalOnMissingBean(Generations.class)
class MehariAutoConfiguration {

    // The clock, and what everything stands on

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

    // store

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

    // key

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

    // upstream

    @Bean
    DemoProvider mehariDemo(Clock clock) {
        return new DemoProvider(Duration.ofMillis(15), clock);
    }

    @Bean
    Timers mehariTimers(ScheduledExecutorService clockwork) {
        return new Timers(clockwork);
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
    UpstreamClients mehariUpstreamClients() {
        return new UpstreamClients();
    }

    // usage

    @Bean
    UsageQueue mehariUsageQueue() {
        return new UsageQueue();
    }

    // live

    @Bean
    Generations mehariGenerations(MehariProperties properties) {
        return new Generations(properties.live().drain());
    }

    @Bean
    CallErrors mehariCallErrors(Codecs codecs) {
        return new CallErrors(codecs);
    }

    @Bean
    Changes mehariChanges(
            Home home,
            Generations generations,
            DemoProvider demo,
            Breakers breakers,
            UpstreamClients clients,
            Codecs codecs,
            Timers timers,
            Keys keys,
            UsageLedger ledger,
            UsageQueue queue,
            CallErrors errors,
            TokenCounter counter,
            Database database,
            Clock clock,
            PrometheusMeterRegistry metrics) {
        GatewaySteps steps =
                new GatewaySteps(codecs, timers, keys, ledger, queue, errors, counter, database.writes(), clock);
        GatewayMeters.bind(metrics, breakers, clients, timers, queue, generations);
        GenerationBuilder builder = new GenerationBuilder(breakers, clients, steps, clock);
        Changes changes = new Changes(home.files(), Wiring.loader(home, demo.url()), builder, generations, clock);
        GatewayMeters.bind(metrics, changes);
        return changes;
    }

    @Bean
    GatewayLifecycle mehariLifecycle(
            Home home, Changes changes, Generations generations, Bootstrap bootstrap, MehariProperties properties) {
        Watcher watcher = properties.live().watch() ? new Watcher(home.files(), changes) : null;
        return new GatewayLifecycle(home, changes, generations, bootstrap, watcher);
    }

    @Bean
    StartFiles mehariStartFiles(Home home) {
        return new StartFiles(home);
    }

    @Bean
    Leaving mehariLeaving(Generations generations, MehariProperties properties) {
        return new Leaving(generations, properties.shutdown().delay());
    }

    @Bean
    LastCalls mehariLastCalls(Generations generations, Timers timers) {
        return new LastCalls(generations, timers);
    }

    // edge

    @Bean
    EdgeErrors mehariEdgeErrors(Codecs codecs, Clock clock) {
        return new EdgeErrors(codecs, clock);
    }

    @Bean
    EdgeServer mehariEdgeServer(EdgeErrors errors) {
        return new EdgeServer(errors);
    }

    @Bean("platform-http-engine")
    EdgeEngine mehariEngine(EdgeErrors errors, Buffers buffers) {
        return new EdgeEngine(errors, buffers);
    }

    @Bean
    Buffers mehariBuffers(Generations generations) {
        return new Buffers(
                () -> generations.live().map(g -> g.snapshot().streams()).orElse(Streams.DEFAULT));
    }

    @Bean
    FilterRegistrationBean<EdgeFilter> mehariEdgeFilter(
            EdgeEngine engine, EdgeErrors errors, Generations generations, MehariProperties properties, Clock clock) {
        FilterRegistrationBean<EdgeFilter> filter = new FilterRegistrationBean<>(
                new EdgeFilter(engine, errors, generations::isLeaving, clock, Wiring.cors(properties.cors())));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    Departures mehariDepartures(ScheduledExecutorService clockwork) {
        return new Departures(clockwork);
    }

    @Bean
    RouteBuilder mehariEdgeRoutes(
            Codecs codecs,
            MehariProperties properties,
            Buffers buffers,
            Generations generations,
            Departures departures,
            CallErrors errors,
            Keys keys,
            AdminCredential admin,
            UsageQueue queue,
            Changes changes,
            Clock clock,
            PrometheusMeterRegistry metrics,
            ScheduledExecutorService clockwork) {
        EdgeSettings settings = new EdgeSettings(
                Math.toIntExact(properties.request().maxBody().toBytes()),
                properties.request().readTimeout());
        CallMetrics counts = new CallMetrics(metrics);
        Keepalives keepalives = new Keepalives(clockwork, codecs, counts);
        Calls calls =
                new Calls(codecs, settings, buffers, generations, departures, keepalives, errors, counts, queue, clock);
        HealthPages health = new HealthPages(generations, changes, keys, admin, clock);
        return new EdgeRoutes(calls, new ModelPages(keys, generations), health);
    }

    // admin

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
    LogsController mehariLogsController(UsageLedger ledger) {
        return new LogsController(ledger);
    }

    @Bean
    MetricsController mehariMetricsController(PrometheusMeterRegistry metrics) {
        return new MetricsController(metrics);
    }
}
