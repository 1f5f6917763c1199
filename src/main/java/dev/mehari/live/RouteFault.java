package dev.mehari.live;

import dev.mehari.config.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Camel's exceptions about routes, as a file, a line and one sentence. */
final class RouteFault {
    private static final Pattern LINE = Pattern.compile("line:? (\\d+)|:(\\d+)(?:\\D|$)");
    private static final Pattern FILE = Pattern.compile("(routes/\\S+?\\.camel\\.yaml)");

    private RouteFault() {}

    static Fault of(Exception e) {
        Matcher file = FILE.matcher(message(e));
        return of(file.find() ? file.group(1) : "routes", e);
    }

    static Fault of(String file, Exception e) {
        String text = message(e);
        Matcher line = LINE.matcher(text);
        int number = 0;
        if (line.find()) {
            String digits = line.group(1) != null ? line.group(1) : line.group(2);
            number = Integer.parseInt(digits);
        }
        return new Fault(file, number, text);
    }

    /** The innermost message says what is wrong; the outer ones say that something is. */
    private static String message(Throwable e) {
        String text = e.toString();
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                text = t.getMessage();
            }
        }
        int lines = text.indexOf('\n', text.indexOf('\n') + 1);
        return (lines > 0 ? text.substring(0, lines) : text).strip().replaceAll("\\s+", " ");
    }
}
