package dev.mehari.protocol;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Refusal;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a multipart body (RFC 2046, RFC 7578) part by part for those that name a model. Only the form that all servers read
 * alike is understood: what one of them may read otherwise cannot be seen through.
 *
 * <pre>
 *   --boundary CRLF { header CRLF } CRLF content CRLF --boundary CRLF ... content CRLF --boundary--
 * </pre>
 */
final class Multipart {
    private static final int LONGEST_HEAD = 8 << 10;
    private static final int LONGEST_BOUNDARY = 200;
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary\\s*=\\s*(?:\"([^\"\\\\\\p{Cntrl}]+)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(
            ";\\s*name\\s*(\\*?)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]*))", Pattern.CASE_INSENSITIVE);

    private final InputStream in;
    private final byte[] delimiter;

    private Multipart(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    }

    /** No server is bound to read the rest as the next one does. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static void read(String contentType, InputStream body, Passthrough heard) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        try {
            if (!boundary.find()) {
                throw new Malformed();
            }
            String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
            if (text.length() > LONGEST_BOUNDARY || boundary.find()) {
                throw new Malformed();
            }
            new Multipart(new BufferedInputStream(body), text).parts(heard);
        } catch (Malformed e) {
            heard.unreadable(new Refusal(
                    ErrorKind.INVALID_REQUEST, "the request body is not multipart that can be read part by part"));
        }
    }

    private void parts(Passthrough heard) throws IOException, Malformed {
        for (int i = 2; i < delimiter.length; i++) {
            if (in.read() != (delimiter[i] & 0xff)) {
                throw new Malformed();
            }
        }
        while (more()) {
            boolean model = namesModel();
            String content = content(model);
            if (model) {
                heard.named(content.strip());
            }
        }
    }

    /** Behind a delimiter: whether another part follows. */
    private boolean more() throws IOException, Malformed {
        int first = in.read();
        int second = in.read();
        if (first == '-' && second == '-') {
            return false;
        }
        if (first != '\r' || second != '\n') {
            throw new Malformed();
        }
        return true;
    }

    /** Reads the head of a part. */
    private boolean namesModel() throws IOException, Malformed {
        boolean model = false;
        int left = LONGEST_HEAD;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length();
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw new Malformed();
            }
            int colon = line.indexOf(':');
            String header = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (header.equals("content-disposition")) {
                model |= namesModel(line.substring(colon + 1));
            }
        }
        return model;
    }

    private static boolean namesModel(String disposition) throws Malformed {
        Matcher name = NAME.matcher(disposition);
        boolean model = false;
        while (name.find()) {
            String quoted = name.group(2);
            String text = quoted == null ? name.group(3) : quoted;
            if (!name.group(1).isEmpty() || text.indexOf('\\') >= 0) {
                throw new Malformed();
            }
            model |= text.strip().equalsIgnoreCase(NamedModels.MODEL);
        }
        return model;
    }

    private String line(int most) throws IOException, Malformed {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        while (true) {
            int b = in.read();
            if (b == '\r') {
                if (in.read() != '\n') {
                    throw new Malformed();
                }
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if (b < 0 || b == '\n' || line.size() >= most) {
                throw new Malformed();
            }
            line.write(b);
        }
    }

    /** Reads the content of a part up to the delimiter behind it; the text of it where it is wanted, else an empty one. */
    private String content(boolean wanted) throws IOException, Malformed {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long length = 0;
        // The empty line that ends a head may be the beginning of the delimiter.
        for (int matched = 2; matched < delimiter.length; length++) {
            int b = in.read();
            if (b < 0) {
                throw new Malformed();
            }
            // Its first byte is its only CR: what is none of it can be the beginning of another, and no more.
            if (b == (delimiter[matched] & 0xff)) {
                matched++;
            } else {
                matched = b == '\r' ? 1 : 0;
            }
            if (wanted && kept.size() <= NamedModels.LONGEST) {
                kept.write(b);
            }
        }
        long content = Math.max(0, length - delimiter.length);
        if (wanted && content > NamedModels.LONGEST) {
            throw new Malformed();
        }
        return wanted ? new String(kept.toByteArray(), 0, (int) content, StandardCharsets.UTF_8) : "";
    }
}
