package dev.mehari.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyCacheTest {
    private final World world = new World();
    private final Minted minted = world.key("k");
    private final String value = minted.value().reveal();

    @Test
    void readsAKeyOnceInTenSeconds() {
        for (int i = 0; i < 100; i++) {
            world.keys.verify(value);
        }
        assertThat(world.store.reads).hasValue(1);

        world.clock.turn(Duration.ofMillis(9_999));
        world.keys.verify(value);
        assertThat(world.store.reads).hasValue(1);

        world.clock.turn(Duration.ofMillis(1));
        world.keys.verify(value);
        assertThat(world.store.reads).hasValue(2);
    }

    @Test
    void aKeyRevokedElsewhereDiesInTenSeconds() {
        world.keys.verify(value);
        world.store.changeElsewhere(minted.key().id(), KeysTest.disabled(minted.key()));

        world.clock.turn(Duration.ofSeconds(10));

        assertThat(world.refused(value)).isEqualTo(ErrorKind.KEY_DISABLED);
    }

    @Test
    void aKeyDeletedElsewhereDiesInTenSeconds() {
        world.keys.verify(value);
        world.store.deleteElsewhere(minted.key().id());

        world.clock.turn(Duration.ofSeconds(10));

        assertThat(world.refused(value)).isEqualTo(ErrorKind.INVALID_API_KEY);
        world.store.away = true;
        world.clock.turn(Duration.ofSeconds(3));
        assertThat(world.refused(value)).isEqualTo(ErrorKind.AUTH_STORE_UNAVAILABLE);
    }

    @Test
    void withoutTheStoreAKnownKeyWorksForFiveMinutesAfterItsLastRead() {
        world.keys.verify(value);
        world.clock.turn(Duration.ofSeconds(60));
        world.keys.verify(value);
        world.store.away = true;

        world.clock.turn(Duration.ofMinutes(5).minusMillis(1));
        assertThat(world.keys.verify(value).name()).isEqualTo("k");
        world.clock.turn(Duration.ofMillis(1));
        assertThat(world.refused(value)).isEqualTo(ErrorKind.AUTH_STORE_UNAVAILABLE);
    }

    @Test
    void withoutTheStoreAnUnknownKeyIsNotCalledWrong() {
        world.store.away = true;

        assertThat(world.refusal(value).kind()).isEqualTo(ErrorKind.AUTH_STORE_UNAVAILABLE);
        assertThat(world.refusal(value).retryAfter()).isNotNull();
    }

    @Test
    void asksAStoreThatIsAwayOnceASecondAndFindsItAgain() {
        world.keys.verify(value);
        world.clock.turn(Duration.ofSeconds(20));
        world.store.away = true;
        world.store.reads.set(0);

        for (int i = 0; i < 50; i++) {
            world.keys.verify(value);
            world.refusal("unknown" + i);
            world.clock.turn(Duration.ofMillis(100));
        }
        assertThat(world.store.reads.get()).isBetween(4, 6);

        world.store.away = false;
        world.clock.turn(Duration.ofSeconds(1));
        assertThat(world.refused("unknown")).isEqualTo(ErrorKind.INVALID_API_KEY);
        assertThat(world.keys.verify(value).name()).isEqualTo("k");
    }

    @Test
    void aStoreThatIsBackServesAllAtOnceNotOneASecond() {
        world.store.away = true;
        assertThat(world.refused(value)).isEqualTo(ErrorKind.AUTH_STORE_UNAVAILABLE);
        world.store.away = false;
        world.clock.turn(Duration.ofSeconds(1));

        assertThat(world.keys.verify(value).name()).isEqualTo("k");
        assertThat(world.refused("unknown")).isEqualTo(ErrorKind.INVALID_API_KEY);
    }

    @Test
    void aClockSetBackDoesNotKeepTheStoreAwayForHours() {
        world.store.away = true;
        assertThat(world.refused(value)).isEqualTo(ErrorKind.AUTH_STORE_UNAVAILABLE);
        world.store.away = false;
        world.clock.turn(Duration.ofHours(-1));

        assertThat(world.keys.verify(value).name()).isEqualTo("k");
    }

    @Test
    void aWrongKeyIsRememberedForTwoSecondsOnly() {
        assertThat(world.refused("wrong-key")).isEqualTo(ErrorKind.INVALID_API_KEY);
        assertThat(world.refused("wrong-key")).isEqualTo(ErrorKind.INVALID_API_KEY);
        assertThat(world.store.reads).hasValue(1);
        world.store.insert(world.mint.keyFor("wrong-key", KeyDraft.named("late")));

        world.clock.turn(Duration.ofSeconds(2));

        assertThat(world.keys.verify("wrong-key").name()).isEqualTo("late");
    }

    @Test
    void guessedKeysDoNotPushRealOnesOut() {
        world.keys.verify(value);
        for (int i = 0; i < 5_000; i++) {
            world.refusal("guess" + i);
        }
        world.store.away = true;
        world.clock.turn(Duration.ofSeconds(30));

        assertThat(world.keys.verify(value).name()).isEqualTo("k");
    }

    @Test
    void aClockSetBackMakesAnEntryOldNotFresh() {
        world.keys.verify(value);
        world.store.changeElsewhere(minted.key().id(), KeysTest.disabled(minted.key()));

        world.clock.turn(Duration.ofHours(-1));

        assertThat(world.refused(value)).isEqualTo(ErrorKind.KEY_DISABLED);
    }

    @Test
    void theTenSecondsCountFromBeforeTheRead() {
        world.store.afterRead = () -> world.clock.turn(Duration.ofSeconds(6));
        world.keys.verify(value);
        world.clock.turn(Duration.ofSeconds(4));

        world.keys.verify(value);

        assertThat(world.store.reads).hasValue(2);
    }

    @Test
    void oneReadServesAllThatAskForAKeyAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        world.store.afterRead = () -> {
            asked.countDown();
            await(answer);
        };
        List<Future<String>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                callers.add(threads.submit(() -> world.keys.verify(value).name()));
            }
            await(asked);
            // Whoever comes later finds either the read under way or its result.
            answer.countDown();
            for (Future<String> caller : callers) {
                assertThat(caller.get(5, TimeUnit.SECONDS)).isEqualTo("k");
            }
        }
        // A caller that missed both by a hair reads once more; fifty reads would mean that nobody waits.
        assertThat(world.store.reads.get()).isLessThan(5);
    }

    @Test
    void aReadUnderWayDoesNotBringAChangedKeyBack() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.store.afterRead = () -> {
            world.store.afterRead = () -> {};
            read.countDown();
            await(go);
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> early = threads.submit(() -> world.keys.verify(value).name());
            await(read);
            world.keys.change(minted.key(), KeysTest.disabled(minted.key()));
            go.countDown();
            assertThat(early.get(5, TimeUnit.SECONDS)).isEqualTo("k");
        }

        assertThat(world.refused(value)).isEqualTo(ErrorKind.KEY_DISABLED);
    }

    @Test
    void whileTheStoreIsAwayNobodyWaitsButTheOneThatTries() throws Exception {
        world.keys.verify(value);
        world.clock.turn(Duration.ofSeconds(20));
        world.store.away = true;
        world.keys.verify(value);
        world.clock.turn(Duration.ofSeconds(1));
        CountDownLatch trying = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.store.away = false;
        world.store.afterRead = () -> {
            trying.countDown();
            await(go);
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> trier = threads.submit(() -> world.keys.verify(value).name());
            await(trying);

            assertThat(world.keys.verify(value).name()).isEqualTo("k");
            assertThat(trier.isDone()).isFalse();

            go.countDown();
            assertThat(trier.get(5, TimeUnit.SECONDS)).isEqualTo("k");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
