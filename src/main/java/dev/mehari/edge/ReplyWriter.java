package dev.mehari.edge;

import dev.mehari.call.Reply;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
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

    void write(Exchange exchange, HttpServletResponse response) throws IOException {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof Reply reply) {
            write(reply, response);
            return;
        }
        response.setStatus(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
        message.getHeaders().forEach((name, value) -> {
            if (value != null && !name.startsWith("Camel") && !NOT_COPIED.contains(name)) {
                response.setHeader(name, value.toString());
            }
        });
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        response.setContentType(type == null ? "application/json" : type);
        Object body = message.getBody();
        if (body instanceof InputStream in) {
            stream(in, response);
        } else if (body != null) {
            whole(message.getBody(byte[].class), response);
        } else {
            response.setContentLength(0);
        }
    }

    private void write(Reply reply, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("content-type")) {
                response.setContentType(value);
            } else {
                response.setHeader(name, value);
            }
        });
        InputStream stream = reply.stream();
        byte[] bytes = reply.bytes();
        if (stream != null) {
            stream(stream, response);
        } else if (bytes != null) {
            whole(bytes, response);
        }
    }

    private static void whole(byte[] body, HttpServletResponse response) throws IOException {
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    private void stream(InputStream events, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        ServletOutputStream out = response.getOutputStream();
        byte[] buffer = buffers.take();
        try {
            for (int n; (n = events.read(buffer)) >= 0; ) {
                out.write(buffer, 0, n);
                out.flush();
            }
        } finally {
            buffers.give(buffer);
        }
    }
}
