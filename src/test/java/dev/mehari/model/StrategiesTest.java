package dev.mehari.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Decision;
import dev.mehari.sample.Samples;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrategiesTest {
    private static final String THREE = "targets: [one/a, two/b, pool/c]";

    private final Turns turns = new Turns();
    private final States states = new States();

    private Resolve resolve(String alias) {
        return Resolves.of(Samples.snapshot("  many: {" + alias + "}\n"), turns, states);
    }

    private static Call call(String key, boolean explained) {
        Call call = Samples.call("many");
        call.authenticated(new Caller(key, "a key", null, List.of(), Caller.Role.INFERENCE, List.of(), null));
        if (explained) {
            call.explain();
        }
        return call;
    }

    private static String plan(Resolve resolve, Call call) {
        resolve.resolve(call);
        return call.getPlan().toString();
    }

    private static String first(Resolve resolve) {
        return first(resolve, "key_1");
    }

    private static String first(Resolve resolve, String key) {
        Call call = call(key, false);
        resolve.resolve(call);
        return call.getPlan().getFirst().toString();
    }

    private static Map<String, Integer> shares(Resolve resolve, int calls) {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < calls; i++) {
            shares.merge(first(resolve), 1, Integer::sum);
        }
        return shares;
    }

    @Test
    void roundRobinIsExactlyFairOverTenThousandAtOnce() throws InterruptedException {
        Resolve resolve = resolve("strategy: round-robin, targets: [one/a, two/b, pool/c, one/d, two/e]");
        Map<String, AtomicInteger> shares = new ConcurrentHashMap<>();
        CountDownLatch ready = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 100)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        ready.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    for (int n = 0; n < 100; n++) {
                        shares.computeIfAbsent(first(resolve), target -> new AtomicInteger())
                                .incrementAndGet();
                    }
                }))
                .toList();
        ready.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shares)
                .hasSize(5)
                .allSatisfy((target, share) -> assertThat(share).hasValue(2000));
    }

    @Test
    void turnsOutliveAChangeOfTheFiles() {
        assertThat(first(resolve("strategy: round-robin, " + THREE))).isEqualTo("one/a");
        assertThat(plan(resolve("thinking: tags, strategy: round-robin, " + THREE), call("key_1", false)))
                .isEqualTo("[two/b, pool/c, one/a]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "weighted", "least-busy", "lowest-latency"})
    void whatIsOnlyExplainedIsTheNextCallsAndTakesNoTurn(String strategy) {
        Resolve resolve = resolve("strategy: " + strategy + ", canary: {target: two/z, percent: 30}, " + THREE);
        for (int i = 0; i < 200; i++) {
            String explained = plan(resolve, call("key_1", true));
            assertThat(explained).isEqualTo(plan(resolve, call("key_1", true)));
            assertThat(plan(resolve, call("key_1", false))).as("call %d", i).isEqualTo(explained);
        }
    }

    @Test
    void weightsAreShares() {
        Resolve resolve = resolve("strategy: weighted, targets: [{target: one/a, weight: 70},"
                + " {target: two/b, weight: 30}, {target: pool/c, weight: 0}]");

        for (int i = 0; i < 100; i++) {
            assertThat(shares(resolve, 10)).isEqualTo(Map.of("one/a", 7, "two/b", 3));
        }
        assertThat(plan(resolve, call("key_1", false))).endsWith("pool/c]");
    }

    @Test
    void theLeastBusyIsFirstAndEquallyBusyOnesTakeTurns() {
        Resolve resolve = resolve("strategy: least-busy, " + THREE);
        states.inFlight.put("one/a", 2);
        states.inFlight.put("two/b", 1);
        assertThat(plan(resolve, call("key_1", false))).isEqualTo("[pool/c, two/b, one/a]");

        states.inFlight.clear();
        assertThat(shares(resolve, 300))
                .hasSize(3)
                .allSatisfy((target, share) -> assertThat(share).isEqualTo(100));
    }

    @Test
    void theQuickerOfTwoIsFirst() {
        Resolve resolve = resolve("strategy: lowest-latency, " + THREE);
        states.latency.putAll(Map.of("one/a", 900.0, "two/b", 100.0, "pool/c", 300.0));

        Map<String, Integer> shares = shares(resolve, 960);

        // The slowest of three wins no pair: what it gets are the calls that look around.
        assertThat(shares.get("one/a")).isEqualTo(960 / 64 / 3);
        assertThat(shares.get("two/b")).isGreaterThan(560);
        assertThat(shares.get("pool/c")).isGreaterThan(250);

        states.inFlight.put("two/b", 9);
        assertThat(shares(resolve, 960).get("pool/c"))
                .as("10 times 100 ms is more than 300")
                .isGreaterThan(560);
    }

    @Test
    void theCheapestIsFirstAndTheOneWithoutAPriceLast() {
        assertThat(plan(
                        resolve("strategy: lowest-cost, targets: [two/unpriced, one/gpt-3.5, two/other]"),
                        call("key_1", false)))
                .isEqualTo("[one/gpt-3.5, two/other, two/unpriced]");
    }

    @Test
    void whenOneOfTenLeavesOnlyItsOwnMove() {
        String ten = IntStream.range(0, 10).mapToObj(i -> "one/m" + i).collect(Collectors.joining(", "));
        Resolve before = resolve("strategy: sticky, targets: [" + ten + "]");
        Resolve after = resolve("strategy: sticky, targets: [" + ten.replace(", one/m3", "") + "]");
        int kept = 0;
        int others = 0;
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            String key = "key_" + i;
            String at = first(before, key);
            shares.merge(at, 1, Integer::sum);
            if (!at.equals("one/m3")) {
                others++;
                kept += first(after, key).equals(at) ? 1 : 0;
            }
        }
        assertThat(kept).isEqualTo(others);
        assertThat(shares)
                .hasSize(10)
                .allSatisfy((target, share) -> assertThat(share).isBetween(140, 260));
    }

    @Test
    void whoseTargetIsLeftAloneMovesAndComesBack() {
        Resolve resolve = resolve("strategy: sticky, " + THREE);
        String own = first(resolve, "key_7");
        states.leftAlone.put(own, "cooling down");
        assertThat(first(resolve, "key_7")).isNotEqualTo(own);
        states.leftAlone.clear();
        assertThat(first(resolve, "key_7")).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ordered     | [two/b, pool/c, one/a]
                    priority    | [two/b, pool/c, one/a]
                    round-robin | [two/b, pool/c, one/a]
                    """)
    void aLowerPriorityIsTriedFirst(String strategy, String plan) {
        assertThat(plan(
                        resolve("strategy: " + strategy + ", targets: [{target: one/a, priority: 9},"
                                + " {target: two/b, priority: 1}, {target: pool/c, priority: 1}]"),
                        call("key_1", false)))
                .isEqualTo(plan);
    }

    @Test
    void aTargetThatIsLeftAloneIsBehindAllOthersAndItIsSaidWhy() {
        states.leftAlone.put("one/a", "cooling down for 20 s");
        Call call = call("key_1", false);

        assertThat(plan(resolve(THREE), call)).isEqualTo("[two/b, pool/c, one/a]");

        assertThat(call.decision().notes())
                .contains(new Decision.Note(
                        Decision.Kind.TARGET_LEFT_OUT, "one/a", "cooling down for 20 s; behind all others"));
    }

    @Test
    void aCanaryGetsItsShareAndTheUsualTargetsStayBehindIt() {
        Resolve resolve = resolve("canary: {target: two/next, percent: 12.5}, " + THREE);
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<String> eight =
                    IntStream.range(0, 8).mapToObj(n -> first(resolve)).toList();
            assertThat(Collections.frequency(eight, "two/next")).isOne();
            places.add(eight.indexOf("two/next"));
        }
        assertThat(places).as("no rhythm that callers could be in").hasSize(8);
        states.leftAlone.put("two/next", "cooling down");
        assertThat(shares(resolve, 100)).containsOnlyKeys("one/a");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.01, 1", "0.3, 30", "33.33, 3333", "50, 5000", "99.99, 9999", "100, 10000"})
    void aCanarysShareOfTenThousandIsExact(String percent, int calls) {
        Resolve resolve = resolve("canary: {target: two/next, percent: " + percent + "}, " + THREE);

        assertThat(shares(resolve, 10_000).getOrDefault("two/next", 0)).isEqualTo(calls);
    }

    @Test
    void aCanaryByKeyIsTheSameForAKeyEachTime() {
        Resolve resolve = resolve("canary: {target: two/next, percent: 20, by: key}, " + THREE);
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String key = "key_" + i;
            boolean canary = first(resolve, key).equals("two/next");
            assertThat(first(resolve, key).equals("two/next")).isEqualTo(canary);
            if (canary) {
                chosen.add(key);
            }
        }
        assertThat(chosen).hasSizeBetween(150, 250);
    }
}
