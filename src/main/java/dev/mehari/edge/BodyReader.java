package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a request's body once, as bytes, under a size limit and a timer. */
final class BodyReader {
    private static final String IDENTITY = "identity";

    private final EdgeSettings settings;
    private final Buffers buffers;

    BodyReader(EdgeSettings settings, Buffers buffers) {
        this.settings = settings;
        this.buffers = buffers;
    }

    /**
     * @param held takes the place of the body before it is read
     * @throws Refusal {@code REQUEST_TOO_LARGE}, {@code REQUEST_TIMEOUT}, {@code UNSUPPORTED_MEDIA_TYPE},
     *     {@code INVALID_REQUEST} or {@code GATEWAY_BUSY}
     */
    byte[] read(Inbound inbound, HeldBody held) {
        checkType(inbound.header("content-type"));
        if (inbound.contentLength() > settings.maxBody()) {
            throw tooLarge();
        }
        String coding = coding(inbound);
        held.expect(coding.equals(IDENTITY) ? inbound.contentLength() : -1);
        TimedBody timed = new TimedBody(inbound.body(), inbound.socket(), settings.readTimeout());
        try (InputStream in = held.reading(decoded(timed, coding))) {
            byte[] body = readAll(in, inbound.contentLength());
            held.complete();
            return body;
        } catch (SocketTimeoutException e) {
            throw timed.timeout();
        } catch (ZipException | java.io.EOFException e) {
            throw new Refusal(
                    ErrorKind.INVALID_REQUEST, "the body is not what its Content-Encoding says, or is cut off");
        } catch (IOException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                throw timed.timeout();
            }
            throw new Refusal(
                    ErrorKind.CLIENT_CANCELLED, "the caller closed the connection while its request was read");
        }
    }

    private byte[] readAll(InputStream in, long announced) throws IOException {
        int chunk = buffers.requestChunk();
        if (announced > 0) {
            // One array of the right size for what is announced; one byte more shows the end.
            byte[] body = in.readNBytes((int) Math.min(announced, settings.maxBody()));
            int next = in.read();
            if (next < 0) {
                return body;
            }
            ByteArrayOutputStream more = new ByteArrayOutputStream(body.length + chunk);
            more.writeBytes(body);
            more.write(next);
            return rest(in, more, chunk);
        }
        return rest(in, new ByteArrayOutputStream(chunk), chunk);
    }

    private byte[] rest(InputStream in, ByteArrayOutputStream body, int chunk) throws IOException {
        byte[] buffer = new byte[chunk];
        for (int n; (n = in.read(buffer)) >= 0; ) {
            if (body.size() + n > settings.maxBody()) {
                throw tooLarge();
            }
            body.write(buffer, 0, n);
        }
        if (body.size() > settings.maxBody()) {
            throw tooLarge();
        }
        return body.toByteArray();
    }

    private static String coding(Inbound inbound) {
        String coding = inbound.header("content-encoding");
        return coding == null || coding.isBlank() ? IDENTITY : coding.strip().toLowerCase(Locale.ROOT);
    }

    private static InputStream decoded(InputStream in, String coding) throws IOException {
        return switch (coding) {
            case IDENTITY -> in;
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default ->
                throw new Refusal(
                        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                        "the Content-Encoding is not known: send gzip, deflate or none");
        };
    }

    /** No type at all is let pass; a wrong one is more often a mistake than not. */
    private static void checkType(@Nullable String type) {
        if (type == null || type.isBlank()) {
            return;
        }
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/json") && !media.endsWith("+json")) {
            throw new Refusal(
                    ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be JSON: send the header Content-Type: application/json");
        }
    }

    private Refusal tooLarge() {
        return new Refusal(
                ErrorKind.REQUEST_TOO_LARGE, "the body is larger than the limit of " + settings.maxBody() + " bytes");
    }
}
