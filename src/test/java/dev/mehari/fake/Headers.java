package dev.mehari.fake;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Header lines in the order of the wire, duplicates and letter case kept. */
public record Headers(List<Line> lines) {
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        lines = List.copyOf(lines);
    }

    /** One header line. */
    public record Line(String name, String value) {}

    public boolean has(String name) {
        return first(name) != null;
    }

    /** The value of the first line with this name, in any letter case. */
    public @Nullable String first(String name) {
        return all(name).stream().findFirst().orElse(null);
    }

    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Line::value)
                .toList();
    }

    /** Names in lower case, one entry a line. */
    public List<String> names() {
        return lines.stream().map(line -> line.name().toLowerCase(Locale.ROOT)).toList();
    }

    Headers plus(String name, String value) {
        return new Headers(
                Stream.concat(lines.stream(), Stream.of(new Line(name, value))).toList());
    }

    Headers with(String name, String value) {
        return without(name).plus(name, value);
    }

    Headers without(String name) {
        return new Headers(lines.stream()
                .filter(line -> !line.name().equalsIgnoreCase(name))
                .toList());
    }

    boolean lists(String name, String token) {
        return all(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(part -> part.strip().equalsIgnoreCase(token));
    }
}
