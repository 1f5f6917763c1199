package dev.mehari.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What client, fake and database each counted of one gateway's calls.
 *
 * @param answered calls that the clients sent and had an answer to
 * @param dropped at most so many more, which {@code wrk} sent and left when its time was over
 * @param arrived calls that the fake read to their end
 * @param rows of calls
 * @param attempts rows of attempts
 * @param failed rows of calls that ended neither with 200 nor by their caller's leaving
 * @param left rows of calls whose caller left
 * @param incomplete rows of answered calls without tokens or price
 * @param lostEvents events of streams that were sent and did not come
 */
record Books(
        long answered,
        long dropped,
        long arrived,
        long rows,
        long attempts,
        long failed,
        long left,
        long incomplete,
        long lostEvents) {

    /** What does not agree; empty when all is well. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        // Who leaves early may do so before the call has come to the fake; then there is a row all the same.
        check(
                faults,
                rows >= arrived && rows <= arrived + left,
                rows + " rows, but the fake got " + arrived + " calls");
        check(
                faults,
                attempts >= arrived && attempts <= rows,
                attempts + " rows of attempts, but the fake got " + arrived + " calls");
        check(
                faults,
                rows >= answered && rows <= answered + dropped,
                rows + " rows, but " + answered + " calls were answered and at most " + dropped
                        + " more were dropped by wrk at the end of its runs");
        check(faults, failed == 0, failed + " calls did not end with 200");
        check(
                faults,
                left <= dropped,
                left + " calls are booked as left by their caller, but wrk dropped " + dropped + " at most");
        check(faults, incomplete == 0, incomplete + " rows of answered calls have no tokens or no price");
        check(faults, lostEvents == 0, lostEvents + " events of streams did not come");
        return faults;
    }

    private static void check(List<String> faults, boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
