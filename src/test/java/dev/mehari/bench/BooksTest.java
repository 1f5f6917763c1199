package dev.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BooksTest {
    @Test
    void agreeWhenEveryCallIsEverywhere() {
        assertThat(books(1_000, 32, 1_000, 1_000, 1_000, 0).faults()).isEmpty();
    }

    @Test
    void letWrksDroppedCallsBeAnywhereOnTheirWay() {
        // Of 32 that were dropped, 20 were answered, 7 were left on the way back, 3 before the fake had them.
        assertThat(books(1_000, 32, 1_027, 1_030, 1_030, 10).faults()).isEmpty();
        assertThat(books(1_000, 32, 1_027, 1_030, 1_028, 10).faults()).isEmpty();
    }

    @Test
    void missARow() {
        assertThat(books(1_000, 0, 1_000, 999, 1_000, 0).faults())
                .contains("999 rows, but the fake got 1000 calls")
                .anyMatch(fault -> fault.startsWith("999 rows, but 1000 calls were answered"));
    }

    @Test
    void missARowAmongDroppedCalls() {
        assertThat(books(1_000, 32, 1_020, 1_019, 1_019, 10).faults())
                .containsExactly(
                        "1019 rows, but the fake got 1020 calls", "1019 rows of attempts, but the fake got 1020 calls");
    }

    @Test
    void missARowOfAnAttempt() {
        assertThat(books(1_000, 0, 1_000, 1_000, 999, 0).faults())
                .containsExactly("999 rows of attempts, but the fake got 1000 calls");
    }

    @Test
    void findARowTooMany() {
        assertThat(books(1_000, 32, 1_000, 1_001, 1_000, 0).faults())
                .containsExactly("1001 rows, but the fake got 1000 calls");
        assertThat(books(1_000, 0, 1_000, 1_000, 1_001, 0).faults()).hasSize(1);
    }

    @Test
    void findMoreCallsLeftThanWereDropped() {
        assertThat(books(1_000, 2, 1_000, 1_002, 1_002, 3).faults())
                .containsExactly("3 calls are booked as left by their caller, but wrk dropped 2 at most");
    }

    @Test
    void findFailedCallsIncompleteRowsAndLostEvents() {
        assertThat(new Books(10, 0, 10, 10, 10, 1, 0, 0, 0).faults()).containsExactly("1 calls did not end with 200");
        assertThat(new Books(10, 0, 10, 10, 10, 0, 0, 2, 0).faults())
                .containsExactly("2 rows of answered calls have no tokens or no price");
        assertThat(new Books(10, 0, 10, 10, 10, 0, 0, 0, 1).faults())
                .containsExactly("1 events of streams did not come");
        assertThat(new Books(10, 0, 10, 10, 10, 0, 0, 0, -1).faults()).hasSize(1);
    }

    private static Books books(long answered, long dropped, long arrived, long rows, long attempts, long left) {
        return new Books(answered, dropped, arrived, rows, attempts, 0, left, 0, 0);
    }
}
