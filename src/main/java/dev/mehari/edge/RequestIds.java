package dev.mehari.edge;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids for requests: unique, not secret. */
final class RequestIds {
    /** Request attribute under which a request's id stands, for errors that others write about it. */
    static final String ATTRIBUTE = "mehari.request-id";

    private static final HexFormat HEX = HexFormat.of();

    private RequestIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "req_" + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
