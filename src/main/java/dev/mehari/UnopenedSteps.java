package dev.mehari;

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
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.tokens.TokenCounter;
import dev.mehari.upstream.Timers;
import dev.mehari.usage.UsageLedger;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;

/** The gateway's own steps over ports that lead nowhere: routes are made with them, and none is called. */
final class UnopenedSteps {
    private UnopenedSteps() {}

    static GatewaySteps steps() {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        Codecs codecs = Wiring.codecs(ErrorFormat.PROTOCOL);
        KeyHash hash = new KeyHash(DeploymentSecret.load("a secret of nobody", Path.of("")));
        KeyMint mint = new KeyMint(hash, clock);
        AdminCredential admin =
                AdminCredential.load("nobody", port(Settings.class), hash, mint, port(FirstStart.class));
        Keys keys =
                new Keys(port(KeyStore.class), hash, mint, admin, AuthMode.REQUIRED, 1, Duration.ofSeconds(1), clock);
        return new GatewaySteps(
                codecs,
                new Timers(port(ScheduledExecutorService.class)),
                keys,
                port(UsageLedger.class),
                new UsageQueue(),
                new CallErrors(codecs),
                new TokenCounter(),
                port(DataSource.class),
                clock);
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
