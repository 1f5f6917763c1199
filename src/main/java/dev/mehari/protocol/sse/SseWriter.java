package dev.mehari.protocol.sse;

import dev.mehari.protocol.Json;

/** Writes server-sent events. */
public final class SseWriter {
    private SseWriter() {}

    /** @param data one line */
    public static byte[] event(String data) {
        return Json.utf8("data: " + data + "\n\n");
    }

    /** @param data one line */
    public static byte[] event(String name, String data) {
        return Json.utf8("event: " + name + "\ndata: " + data + "\n\n");
    }

    /** A comment that shows that the connection lives. */
    public static byte[] ping() {
        return Json.utf8(": ping\n\n");
    }
}
