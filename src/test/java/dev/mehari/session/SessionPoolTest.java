package dev.mehari.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.ByRoute.Sessions;
import dev.mehari.config.Secret;
import dev.mehari.sample.TurnedClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SessionPoolTest {
    private final TurnedClock clock = new TurnedClock();

    private SessionPool pool(int min, int max, int calls, Duration queue) {
        return new SessionPool(
                "chat",
                new Sessions(
                        min,
                        max,
                        calls,
                        new BigDecimal("0.8"),
                        new BigDecimal("0.3"),
                        Duration.ofMinutes(5),
                        queue,
                        Duration.ofHours(1),
                        Duration.ofSeconds(60)),
                clock);
    }

    private static List<Session> take(SessionPool pool, int calls) throws InterruptedException {
        List<Session> taken = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            taken.add(pool.take());
        }
        return taken;
    }

    private static int size(SessionPool pool) {
        return pool.stats().idle() + pool.stats().busy();
    }

    @Test
    void callsTakeTheSessionsInTurn() throws InterruptedException {
        SessionPool pool = pool(3, 3, 10, Duration.ZERO);

        List<Session> taken = take(pool, 9);

        assertThat(taken.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(taken.subList(3, 6)).isEqualTo(taken.subList(0, 3));
        assertThat(pool.stats()).isEqualTo(new SessionPool.Stats(0, 3, 9, 0));
        taken.forEach(pool::give);
        assertThat(pool.stats()).isEqualTo(new SessionPool.Stats(3, 0, 0, 0));
    }

    @Test
    void aSessionIsOpenedAtFourFifthsOfTheLoadAndNotBefore() throws InterruptedException {
        SessionPool pool = pool(3, 10, 10, Duration.ZERO);
        take(pool, 23);
        assertThat(size(pool)).isEqualTo(3);

        take(pool, 1);

        assertThat(size(pool)).isEqualTo(4);
    }

    @Test
    void betweenTwoChangesLiesTheCooldown() throws InterruptedException {
        SessionPool pool = pool(3, 5, 10, Duration.ZERO);
        take(pool, 39);
        assertThat(size(pool)).as("at full load").isEqualTo(4);
        clock.turn(Duration.ofSeconds(299));
        pool.look();
        assertThat(size(pool)).as("a second before").isEqualTo(4);

        clock.turn(Duration.ofSeconds(1));
        pool.look();
        assertThat(size(pool)).as("after it").isEqualTo(5);

        clock.turn(Duration.ofHours(1));
        pool.look();
        assertThat(size(pool)).as("never more than max").isEqualTo(5);
    }

    @Test
    void sessionsAreClosedAtLittleLoadOneByOneDownToTheLeast() throws InterruptedException {
        SessionPool pool = pool(3, 5, 10, Duration.ZERO);
        List<Session> taken = take(pool, 39);
        clock.turn(Duration.ofMinutes(5));
        pool.look();
        taken.subList(0, 23).forEach(pool::give);
        clock.turn(Duration.ofMinutes(5));
        pool.look();
        assertThat(size(pool)).as("16 calls of 50").isEqualTo(5);
        taken.subList(23, 25).forEach(pool::give);
        assertThat(pool.stats().calls())
                .as("those of the session that goes are served")
                .isEqualTo(14);

        taken.subList(25, 39).forEach(pool::give);
        clock.turn(Duration.ofMinutes(5));
        pool.look();
        assertThat(size(pool)).isEqualTo(3);
        clock.turn(Duration.ofHours(1));
        pool.look();
        assertThat(pool.stats()).isEqualTo(new SessionPool.Stats(3, 0, 0, 0));
    }

    @Test
    void whoFindsNoRoomIsToldWhenToComeBack() throws InterruptedException {
        SessionPool pool = pool(1, 1, 2, Duration.ofMillis(20));
        take(pool, 2);

        assertThatThrownBy(pool::take).isInstanceOfSatisfying(Refusal.class, why -> {
            assertThat(why.kind()).isEqualTo(ErrorKind.UPSTREAM_POOL_EXHAUSTED);
            assertThat(why.status()).isEqualTo(503);
            assertThat(why.retryAfter()).isPositive();
        });
        assertThat(pool.stats().waiting()).isZero();
    }

    @Test
    void whoWaitsGetsTheRoomThatBecomesFree() throws Exception {
        SessionPool pool = pool(1, 1, 1, Duration.ofSeconds(30));
        Session first = pool.take();
        CompletableFuture<Session> second = CompletableFuture.supplyAsync(() -> {
            try {
                return pool.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (pool.stats().waiting() == 0) {
            Thread.onSpinWait();
        }

        pool.give(first);

        assertThat(second.get(20, TimeUnit.SECONDS)).isSameAs(first);
    }

    @Test
    void aTokenIsFetchedOnceAndAnewBeforeItExpires() throws InterruptedException {
        Session session = pool(1, 1, 2, Duration.ZERO).take();
        AtomicInteger fetched = new AtomicInteger();
        Session.Fetch fetch = () -> new Session.Token(
                new Secret("t" + fetched.incrementAndGet()), clock.instant().plusSeconds(600));

        session.token(fetch);
        clock.turn(Duration.ofSeconds(539));
        session.token(fetch);
        assertThat(fetched).as("a minute before its end").hasValue(1);
        clock.turn(Duration.ofSeconds(1));
        session.token(fetch);

        assertThat(fetched).hasValue(2);
    }

    @Test
    void aTokenThatWasRefusedIsReplacedOnceForAllWhoHadIt() throws InterruptedException {
        Session session = pool(1, 1, 2, Duration.ZERO).take();
        AtomicInteger fetched = new AtomicInteger();
        Session.Fetch fetch = () -> new Session.Token(
                new Secret("t" + fetched.incrementAndGet()), clock.instant().plusSeconds(600));
        Session.Held one = session.token(fetch);
        Session.Held other = session.token(fetch);

        session.refused(one);
        assertThat(session.token(fetch).value().reveal()).isEqualTo("t2");
        session.refused(other);

        assertThat(session.token(fetch).value().reveal()).isEqualTo("t2");
    }
}
