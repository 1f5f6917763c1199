package dev.mehari.fake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests and takes nothing on trust: what RFC 9112 forbids is a fault, because a gateway must never send it. */
final class RequestParser {
    private static final int LONGEST_HEAD = 256 * 1024;

    private final Incoming incoming;
    private final Runnable readyForBody;

    RequestParser(Incoming incoming, Runnable readyForBody) {
        this.incoming = incoming;
        this.readyForBody = readyForBody;
    }

    /** A request as read; with a fault, the rest of it is unreliable and the connection cannot go on. */
    record Parsed(
            String method,
            String target,
            Headers headers,
            byte[] rawHead,
            byte[] rawBody,
            byte[] body,
            @Nullable String fault) {}

    private static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    /** The next request, or null when the peer ended between or inside requests. */
    @Nullable
    Parsed next() throws InterruptedException {
        ByteArrayOutputStream rawHead = new ByteArrayOutputStream();
        ByteArrayOutputStream rawBody = new ByteArrayOutputStream();
        String method = "";
        String target = "";
        List<Headers.Line> lines = new ArrayList<>();
        byte[] body = {};
        String fault = null;
        try {
            String first = line(rawHead);
            if (first == null) {
                return null;
            }
            String[] words = first.split(" ", -1);
            if (words.length != 3 || !words[2].equals("HTTP/1.1")) {
                throw new Malformed("request line: " + first);
            }
            method = words[0];
            target = words[1];
            for (String line = line(rawHead); line == null || !line.isEmpty(); line = line(rawHead)) {
                if (line == null) {
                    return null;
                }
                lines.add(header(line));
            }
            byte[] read = body(new Headers(lines), rawBody);
            if (read == null) {
                return null;
            }
            body = read;
        } catch (Malformed e) {
            fault = e.getMessage();
        }
        return new Parsed(
                method, target, new Headers(lines), rawHead.toByteArray(), rawBody.toByteArray(), body, fault);
    }

    private static Headers.Line header(String line) throws Malformed {
        int colon = line.indexOf(':');
        if (colon <= 0 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new Malformed("header line: " + line);
        }
        return new Headers.Line(
                line.substring(0, colon), line.substring(colon + 1).strip());
    }

    private byte @Nullable [] body(Headers headers, ByteArrayOutputStream raw) throws Malformed, InterruptedException {
        List<String> lengths = headers.all("content-length");
        List<String> codings = headers.all("transfer-encoding");
        if (headers.all("host").size() != 1) {
            throw new Malformed("Host must stand once");
        }
        if (lengths.size() + codings.size() > 1) {
            throw new Malformed("more than one statement about the length of the body");
        }
        if (headers.lists("expect", "100-continue")) {
            readyForBody.run();
        }
        if (!codings.isEmpty()) {
            if (!codings.getFirst().toLowerCase(Locale.ROOT).equals("chunked")) {
                throw new Malformed("Transfer-Encoding: " + codings.getFirst());
            }
            return chunks(raw);
        }
        if (lengths.isEmpty()) {
            return new byte[0];
        }
        if (!lengths.getFirst().matches("\\d{1,9}")) {
            throw new Malformed("Content-Length: " + lengths.getFirst());
        }
        int length = Integer.parseInt(lengths.getFirst());
        byte[] found = incoming.read(length, raw);
        return found.length < length ? null : found;
    }

    private byte @Nullable [] chunks(ByteArrayOutputStream raw) throws Malformed, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line(raw);
            if (size == null) {
                return null;
            }
            if (!size.matches("[0-9A-Fa-f]{1,7}( *;.*)?")) {
                throw new Malformed("chunk size: " + size);
            }
            int length = Integer.parseInt(size.replaceFirst(" *;.*", ""), 16);
            if (length == 0) {
                break;
            }
            byte[] chunk = incoming.read(length, raw);
            if (chunk.length < length) {
                return null;
            }
            body.writeBytes(chunk);
            if (!"".equals(line(raw))) {
                throw new Malformed("chunk data longer than its size");
            }
        }
        for (String trailer = line(raw); trailer == null || !trailer.isEmpty(); trailer = line(raw)) {
            if (trailer == null) {
                return null;
            }
        }
        return body.toByteArray();
    }

    private @Nullable String line(ByteArrayOutputStream raw) throws Malformed, InterruptedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int value = incoming.read(raw);
            if (value < 0) {
                return null;
            }
            if (value == '\r') {
                if (incoming.read(raw) != '\n') {
                    throw new Malformed("a bare CR");
                }
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if (value == '\n' || value == 0) {
                throw new Malformed("a bare LF or NUL");
            }
            line.write(value);
            if (line.size() > LONGEST_HEAD) {
                throw new Malformed("line too long");
            }
        }
    }
}
