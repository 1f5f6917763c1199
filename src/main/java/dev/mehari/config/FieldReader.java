package dev.mehari.config;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the name of what a condition looks at. */
final class FieldReader {
    private static final String HEADERS = "headers.";
    private static final String BODY = "body.";
    private static final Pattern HEADER = Pattern.compile(RuleKeys.HEADER);
    private static final Pattern PATH = Pattern.compile(RuleKeys.PATH);
    private static final List<String> OPEN = List.of("headers", "body");

    private FieldReader() {}

    /** Null after a fault. */
    static @Nullable Field read(Value value, ZoneId zone) {
        String name = value.text();
        if (name == null) {
            return null;
        }
        if (name.startsWith(HEADERS)
                && HEADER.matcher(name.substring(HEADERS.length())).matches()) {
            return new Field.Header(name.substring(HEADERS.length()).toLowerCase(Locale.ROOT));
        }
        if (name.startsWith(BODY) && PATH.matcher(name.substring(BODY.length())).matches()) {
            return new Field.Body(name.substring(BODY.length()));
        }
        return switch (name) {
            case "time.of_day" -> new Field.Time(Field.Kind.TIME_OF_DAY, zone);
            case "time.day" -> new Field.Time(Field.Kind.DAY, zone);
            case "time.date" -> new Field.Time(Field.Kind.DATE, zone);
            default -> fact(value, name);
        };
    }

    private static @Nullable Field fact(Value value, String name) {
        Field.Fact known = Arrays.stream(Field.Fact.values())
                .filter(fact -> fact.id().equals(name))
                .findFirst()
                .orElse(null);
        if (known == null) {
            value.fault("unknown field " + value.shown(name) + meant(value, name));
        }
        return known;
    }

    private static String meant(Value value, String name) {
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        List<String> open = Nearest.of(first, OPEN, 1);
        if (name.startsWith(BODY)) {
            return ", a place in the body is written like \"body.messages[0].role\"";
        }
        if (name.startsWith(HEADERS)) {
            return ", a header is written like \"headers.x-tier\"";
        }
        List<String> near = Nearest.of(name, RuleKeys.FACTS, 1);
        if (!open.isEmpty() && (near.isEmpty() || dot > 0)) {
            String rest = dot < 0 ? "" : name.substring(dot + 1);
            boolean filled = !value.shown(name).equals(Fault.quote(name));
            return ", did you mean " + Fault.quote(open.getFirst() + "." + (rest.isEmpty() || filled ? "..." : rest))
                    + "?";
        }
        return near.isEmpty()
                ? ", the fields are headers.NAME, body.PATH, " + String.join(", ", RuleKeys.FACTS)
                : ", did you mean " + Fault.quote(near.getFirst()) + "?";
    }
}
