package dev.mehari.edge;

/** The caller's end of the connection. */
interface CallerSocket {
    /** Request attribute under which the server's valve puts it. */
    String ATTRIBUTE = "mehari.caller-socket";

    /**
     * Whether the caller has closed its end. Does not block. Only while a request is being answered, its body read to
     * the end, and never by two threads at a time.
     */
    boolean gone();

    /** Leaves the rest of the request unread; the connection must be closed after the answer. */
    void abandonRequest();

    /** How long one read of the request may wait, in milliseconds; what was set before. */
    long waitAtMost(long millis);
}
