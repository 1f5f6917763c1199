package dev.mehari;

import dev.mehari.health.Health;
import dev.mehari.key.AdminCredential;
import dev.mehari.key.AuthMode;
import dev.mehari.key.DeploymentSecret;
import dev.mehari.key.FirstStart;
import dev.mehari.key.KeyHash;
import dev.mehari.key.KeyMint;
import dev.mehari.key.KeyStore;
import dev.mehari.key.Keys;
import dev.mehari.key.Settings;
import dev.mehari.live.CallErrors;
import dev.mehari.live.UsageQueue;
import dev.mehari.model.Turns;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.tokens.TokenCounter;
import dev.mehari.upstream.Shadows;
import dev.mehari.upstream.StaleReplies;
import dev.mehari.upstream.Timers;
import dev.mehari.upstream.UpstreamSlots;
import dev.mehari.usage.UsageLedger;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;

/** The gateway's own steps over ports that lead nowhere: routes are made with them, and what they explain is not sent. */
final class UnopenedSteps {
    private UnopenedSteps() {}

    /** For routes that are never called. */
    static GatewaySteps steps() {
        return steps(
                Wiring.codecs(ErrorFormat.PROTOCOL),
                port(ScheduledExecutorService.class),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    static GatewaySteps steps(Codecs codecs, ScheduledExecutorService clockwork, Clock clock) {
        Keys keys = new Keys(
                port(KeyStore.class),
                hash(),
                new KeyMint(hash(), clock),
                admin(clock),
                AuthMode.REQUIRED,
                1,
                Duration.ofSeconds(1),
                clock);
        return new GatewaySteps(
                codecs,
                new Timers(clockwork),
                new UpstreamSlots(),
                new Turns(),
                Shadows.NONE,
                StaleReplies.NONE,
                keys,
                port(UsageLedger.class),
                new UsageQueue(),
                new CallErrors(codecs),
                new TokenCounter(),
                new Health(clock),
                port(DataSource.class),
                clock);
    }

    /** A password that nobody has. */
    static AdminCredential admin(Clock clock) {
        return AdminCredential.load(
                "nobody", port(Settings.class), hash(), new KeyMint(hash(), clock), port(FirstStart.class));
    }

    private static KeyHash hash() {
        return new KeyHash(DeploymentSecret.load("a secret of nobody", Path.of("")));
    }

    /** One that does nothing, and is itself. */
    private static <T> T port(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                        case "hashCode" -> System.identityHashCode(self);
                        case "toString" -> "no " + type.getSimpleName();
                        default -> null;
                    };
                }));
    }
}
