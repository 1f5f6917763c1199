package dev.mehari.edge;

import dev.mehari.call.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes an answer: bytes with their length, a stream event by event. */
final class ReplyWriter {
    /** Of one connection only, or the server's own to say. */
    private static final Set<String> NOT_COPIED = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        NOT_COPIED.addAll(Set.of(
                "connection",
                "keep-alive",
                "transfer-encoding",
                "te",
                "trailer",
                "upgrade",
                "content-length",
                "content-type",
                "date",
                "server",
                "host"));
    }

    private final Buffers buffers;

    ReplyWriter(Buffers buffers) {
        this.buffers = buffers;
    }

    void write(Exchange exchange, Outlet outlet) throws IOException {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof Reply reply) {
            write(reply, outlet);
            return;
        }
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        Map<String, String> headers = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value != null && !name.startsWith("Camel") && !NOT_COPIED.contains(name)) {
                headers.put(name, value.toString());
            }
        });
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        headers.put("Content-Type", type == null ? "application/json" : type);
        Object body = message.getBody();
        outlet.head(status, headers, body instanceof InputStream);
        if (body instanceof InputStream in) {
            stream(in, outlet);
        } else {
            outlet.whole(body == null ? new byte[0] : message.getBody(byte[].class));
        }
    }

    private void write(Reply reply, Outlet outlet) throws IOException {
        InputStream stream = reply.stream();
        byte[] bytes = reply.bytes();
        outlet.head(reply.status(), reply.headers(), stream != null);
        if (stream != null) {
            stream(stream, outlet);
        } else if (bytes != null) {
            outlet.whole(bytes);
        }
    }

    private void stream(InputStream events, Outlet outlet) throws IOException {
        byte[] buffer = buffers.take();
        try {
            for (int n; (n = events.read(buffer)) >= 0; ) {
                outlet.event(buffer, 0, n, events.available() > 0);
            }
        } finally {
            buffers.give(buffer);
        }
    }
}
