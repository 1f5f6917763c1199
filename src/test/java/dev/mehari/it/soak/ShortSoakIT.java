package dev.mehari.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.Jcmd;
import dev.mehari.it.failover.storm.Held;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("fault 2.11a: memory that grows; make soak looks for longer")
@Timeout(180)
class ShortSoakIT {
    private static final Duration LOAD = Duration.ofSeconds(15);
    private static final int RELOADS = 5;
    private static final Duration SOON = Duration.ofSeconds(30);
    /** What the frameworks keep for their next use. */
    private static final int PLAY = 12;

    @Test
    @DisplayName(
            "fault 2.11a: 200 streams of 1 MB requests, 30% left, with reloads, in 256 MB: nothing of a call stays")
    void nothingStays() throws Exception {
        try (Provider provider = new Provider();
                GatewayProcess gateway = Soak.setup(provider).start();
                Callers callers = new Callers(gateway, provider)) {
            callers.warmUp();
            Held before = Held.by(gateway, (int) Soak.metric(gateway, "mehari_pool_idle"));
            Reloads reloads = new Reloads(gateway);
            callers.start();
            for (int i = 0; i < RELOADS; i++) {
                RawClient.waitFor(LOAD.dividedBy(RELOADS));
                reloads.reload();
            }
            assertThat(callers.underWay()).isGreaterThan(Callers.AT_ONCE / 2);
            callers.stop();

            assertThat(callers.failures()).isEmpty();
            assertThat(reloads.taken()).as(reloads.refusal()).isEqualTo(RELOADS);
            for (String held : Soak.HELD) {
                double unused = Eventually.get(SOON, () -> Soak.metric(gateway, held), now -> now == 0);
            }
            int generations = Eventually.get(SOON, reloads::draining, now -> now == 0);
            assertThat(generations).isZero();
            assertNothingOfACall(gateway);
            before.awaitSoLittle(SOON, () -> Held.by(gateway, (int) Soak.metric(gateway, "mehari_pool_idle")));
            assertThat(gateway.stop()).isEqualTo(143);
            assertRows(gateway, callers);
        }
    }

    private static void assertNothingOfACall(GatewayProcess gateway) {
        String histogram = Jcmd.run(gateway.pid(), "GC.class_histogram");
        for (String part : new String[] {"call.Call", "call.Attempt", "usage.UsageRecord", "edge.Inbound"}) {
            assertThat(Jcmd.instances(histogram, "dev.mehari." + part)).as(part).isLessThan(PLAY);
        }
        assertThat(Jcmd.instances(histogram, "dev.mehari.live.Generation")).isLessThanOrEqualTo(2);
    }

    private static void assertRows(GatewayProcess gateway, Callers callers) {
        Ledger ledger = new Ledger("jdbc:sqlite:" + gateway.settings().data().resolve("mehari.db"));
        assertThat(ledger.count("SELECT count(DISTINCT label) FROM calls")).isEqualTo(callers.calls());
        assertThat(ledger.count("SELECT count(*) FROM calls WHERE error_kind = 'client_cancelled'"))
                .isEqualTo(callers.left());
    }
}
