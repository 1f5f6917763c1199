package dev.mehari.it.failover.score;

/** How a proxy fared, the best first. */
enum Mark {
    /** The caller has what he should have, and nobody was asked more often than it takes. */
    PASS,
    /** The caller has what he should have; something about it is not right. */
    PARTIAL,
    /** The caller has an honest error where there could have been an answer. */
    SAFE,
    /** The caller waits for ever, or was told what is not so. */
    FAIL
}
