package dev.mehari.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of a multipart body, read by the letter of RFC 7578: what is not exactly so is refused. */
public final class Parts {
    private static final Pattern TYPE = Pattern.compile("multipart/form-data; ?boundary=\"?([^\";]{1,70})\"?");
    private static final Pattern DISPOSITION =
            Pattern.compile("(?i)content-disposition: form-data; name=\"?([^\";]+)\"?(?:; filename=\"?([^\"]*?)\"?)?");

    private Parts() {}

    /** One part; the file name is null when it is a plain value. */
    public record Part(String name, @Nullable String filename, byte[] content) {
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    static List<Part> of(SeenRequest request) {
        Matcher type = TYPE.matcher(String.valueOf(request.header("content-type")));
        if (!type.matches()) {
            throw malformed("its Content-Type is " + request.header("content-type"));
        }
        String body = new String(request.body(), StandardCharsets.ISO_8859_1);
        String delimiter = "--" + type.group(1);
        if (!body.startsWith(delimiter + "\r\n")
                || !(body.endsWith("\r\n" + delimiter + "--\r\n") || body.endsWith("\r\n" + delimiter + "--"))) {
            throw malformed("it does not begin and end with its boundary");
        }
        List<Part> parts = new ArrayList<>();
        String inner = body.substring(delimiter.length(), body.lastIndexOf("\r\n" + delimiter + "--"));
        for (String part : inner.split(Pattern.quote("\r\n" + delimiter), -1)) {
            parts.add(part(part));
        }
        return parts;
    }

    private static Part part(String text) {
        int head = text.indexOf("\r\n\r\n");
        if (!text.startsWith("\r\n") || head < 0) {
            throw malformed("a part has no head");
        }
        for (String line : text.substring(2, head).split("\r\n", -1)) {
            Matcher disposition = DISPOSITION.matcher(line);
            if (disposition.matches()) {
                byte[] content = text.substring(head + 4).getBytes(StandardCharsets.ISO_8859_1);
                return new Part(disposition.group(1), disposition.group(2), content);
            }
        }
        throw malformed("a part has no name");
    }

    private static RuntimeException malformed(String why) {
        return Failure.of(400, null, "The multipart body cannot be read: " + why)
                .refusal();
    }
}
