package dev.mehari.it.failover.score;

import dev.mehari.fake.Headers;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.RawReply;
import dev.mehari.it.faults.Caller;
import dev.mehari.it.faults.Heard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All that a caller sees of one call.
 *
 * @param status 0 when there was no head
 * @param heard what a strict client makes of it; null when it makes nothing of it, for the reason {@code illegal}
 */
public record Seen(
        int status,
        Headers headers,
        String body,
        End end,
        @Nullable Heard heard,
        String illegal) {
    /** How the connection was when nothing more came. */
    public enum End {
        /** The body ended as HTTP wants it. */
        WHOLE,
        /** It broke off. */
        BROKEN,
        /** The caller has waited long enough. */
        HUNG
    }

    /** Sends the request on a connection of its own and reads what comes of it, for so long at the most. */
    public static Seen of(String url, String request, Caller caller, boolean stream, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int status = 0;
        Headers headers = Headers.NONE;
        End end = End.WHOLE;
        try (RawClient client = RawClient.to(url).patience(patience)) {
            RawReply reply = client.send(request).reply();
            status = reply.status();
            headers = reply.headers();
            for (int value = reply.body().read();
                    value >= 0;
                    value = reply.body().read()) {
                body.write(value);
                if (System.nanoTime() - until > 0) {
                    end = End.HUNG;
                    break;
                }
            }
        } catch (IOException e) {
            end = ended(e);
        } catch (UncheckedIOException e) {
            end = ended(e.getCause());
        }
        return read(status, headers, body.toString(StandardCharsets.UTF_8), end, caller, stream);
    }

    private static End ended(@Nullable IOException why) {
        return why instanceof SocketTimeoutException ? End.HUNG : End.BROKEN;
    }

    private static Seen read(int status, Headers headers, String body, End end, Caller caller, boolean stream) {
        if (status == 0) {
            return new Seen(status, headers, body, end, null, "nothing was answered");
        }
        try {
            var response = new RawClient.Response(
                    status, headers, own(body, caller, stream).getBytes(StandardCharsets.UTF_8));
            return new Seen(status, headers, body, end, caller.hear(response, stream), "");
        } catch (AssertionError | RuntimeException e) {
            String why = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
            return new Seen(status, headers, body, end, null, why.substring(0, Math.min(160, why.length())));
        }
    }

    /** A vendor's own stream has what the gateway never writes and every client takes: CRLF, and empty first pieces. */
    private static String own(String body, Caller caller, boolean stream) {
        if (!stream || caller == Caller.GEMINI_ARRAY) {
            return body;
        }
        return body.replace("\r\n", "\n")
                .replaceAll("event: content_block_delta\ndata: [^\n]*\"partial_json\":\"\"[^\n]*\n\n", "");
    }

    /** The answer, if it is one from its beginning to its end; else null. */
    public @Nullable Heard answer() {
        Heard read = heard;
        boolean good = status == 200 && end == End.WHOLE && read != null && read.complete && read.error.isMissingNode();
        return good ? read : null;
    }

    /** The beginning of an answer behind which an error says that it is not all; else null. */
    public @Nullable Heard beginning() {
        Heard read = heard;
        boolean good = status == 200
                && end == End.WHOLE
                && read != null
                && !read.complete
                && !read.error.isMissingNode()
                && !read.error.path("message").asText().isBlank();
        return good ? read : null;
    }
}
