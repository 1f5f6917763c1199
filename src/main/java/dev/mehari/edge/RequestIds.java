package dev.mehari.edge;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids for requests: unique, not secret, and in the order of time. They are the keys of rows: random ones would make every
 * batch touch pages all over the index, at several times the cost of writing at its end.
 */
final class RequestIds {
    /** Request attribute under which a request's id stands, for errors that others write about it. */
    static final String ATTRIBUTE = "mehari.request-id";

    private static final HexFormat HEX = HexFormat.of();

    private RequestIds() {}

    /** @param epochMillis the time of now */
    static String next(long epochMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "req_" + HEX.toHexDigits(epochMillis, 12) + HEX.toHexDigits(random.nextInt(), 4)
                + HEX.toHexDigits(random.nextLong());
    }
}
