package dev.mehari.live;

import java.io.IOException;
import java.io.InputStream;

/** Closing what may be broken already. */
final class Bodies {
    private Bodies() {}

    /** Closes a reply's body; a failure to close has nobody left to tell. */
    static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(Bodies.class).debug("closing an upstream body: {}", e.toString());
        }
    }
}
