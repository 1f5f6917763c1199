package dev.mehari.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a file: knows its name and line, and reports what is wrong with it. Getters return null after a fault.
 * Faults quote what stands in the file, never what the environment put there.
 */
final class Value {
    private final Sheet sheet;
    private final Node node;
    private final String name;
    private final int keyLine;

    Value(Sheet sheet, Node node, String name, int keyLine) {
        this.sheet = sheet;
        this.node = node;
        this.name = name;
        this.keyLine = keyLine;
    }

    Value child(Node child, String name, int keyLine) {
        return new Value(sheet, child, name, keyLine);
    }

    Map<String, String> environment() {
        return sheet.environment();
    }

    /** Notes that the content of another file belongs to this configuration. */
    void refersTo(Path file) {
        sheet.references().add(file);
    }

    /** The object of the database that it is part of; null in a file. */
    @Nullable
    Entered entered() {
        return sheet.entered();
    }

    /** The same under a name, for what is the whole of its sheet. */
    Value named(String other) {
        return new Value(sheet, node, other, keyLine);
    }

    /** Its file with the folder, for whoever looks for it. */
    String file() {
        return isShipped() ? sheet.file().substring(1) : "config/" + sheet.file();
    }

    /** Whether it stands in the table inside the jar. */
    boolean isShipped() {
        return sheet.file().equals(CapabilitiesReader.FILE);
    }

    /** What stands in another file; null when that is not YAML. Faults name that file. */
    @Nullable
    Value inFile(String path, byte[] bytes) {
        return new Sheet(path, sheet.environment(), sheet.faults(), sheet.references()).parse(bytes);
    }

    int keyLine() {
        return keyLine;
    }

    /** Its name for a message; the root has none. */
    String label() {
        return name.isEmpty() ? "the file" : Fault.quote(name);
    }

    void fault(String message) {
        fault(node.getStartMark() == null ? keyLine : node.getStartMark().getLine() + 1, message);
    }

    void fault(int line, String message) {
        // What is kept in the database has no lines that anybody sees.
        sheet.faults().add(sheet.file(), sheet.entered() == null ? line : 0, message);
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** Whether nothing stands at its key. */
    boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    boolean isMapping() {
        return node instanceof MappingNode && node.getTag().equals(Tag.MAP);
    }

    boolean isList() {
        return node instanceof SequenceNode && node.getTag().equals(Tag.SEQ);
    }

    /** Whether it is a number by the way it is written: without quotes. */
    boolean isNumber() {
        return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
    }

    /** Whether it is true or false by the way it is written: without quotes. */
    boolean isFlag() {
        return node.getTag().equals(Tag.BOOL);
    }

    /** What stands in the file; null when it is no single value. */
    @Nullable
    String raw() {
        if (node instanceof ScalarNode scalar
                && node.getTag().startsWith(Tag.PREFIX)
                && !node.getTag().equals(Tag.NULL)
                && !node.getTag().equals(Tag.BINARY)) {
            return scalar.getValue();
        }
        wrongKind("a single value");
        return null;
    }

    private void wrongKind(String wanted) {
        if (node.getTag().equals(Tag.NULL)) {
            fault(label() + " has no value");
        } else if (node.getTag().startsWith(Tag.PREFIX)) {
            fault(label() + " must be " + wanted);
        } else {
            fault(label() + " has a tag, which is not supported");
        }
    }

    /** A part of its text in quotes for a message; what stands in the file where the environment filled that in. */
    String shown(String part) {
        boolean filled = node instanceof ScalarNode scalar && scalar.getValue().contains("${");
        return Fault.quote(filled ? ((ScalarNode) node).getValue() : part);
    }

    /** The value with {@code ${NAME}} filled in, not blank. */
    @Nullable
    String text() {
        String raw = raw();
        if (raw == null) {
            return null;
        }
        String text = Placeholders.fill(raw, sheet.environment(), m -> fault(label() + ": " + m));
        if (text != null && text.isBlank()) {
            fault(label() + " is empty");
            return null;
        }
        return text;
    }

    @Nullable
    Integer integer(int least, int most) {
        return read(text -> Scalars.integer(text, least, most), "a whole number from " + least + " to " + most);
    }

    @Nullable
    BigDecimal decimal() {
        return read(Scalars::decimal, "a number such as 0.15");
    }

    @Nullable
    BigDecimal decimal(BigDecimal least, BigDecimal most) {
        return read(
                text -> {
                    BigDecimal number = Scalars.decimal(text);
                    return number != null && number.compareTo(least) >= 0 && number.compareTo(most) <= 0
                            ? number
                            : null;
                },
                "a number from " + least + " to " + most);
    }

    @Nullable
    Boolean flag() {
        return read(Scalars::flag, "true or false");
    }

    @Nullable
    Duration duration() {
        return read(Scalars::duration, "a duration such as 500ms, 5s or 2m, 24h at the most");
    }

    @Nullable
    Duration durationOrZero() {
        return read(Scalars::durationOrZero, "a duration such as 500ms, 5s or 2m, 24h at the most, or 0s");
    }

    @Nullable
    LocalDate date() {
        return read(Scalars::date, "a date such as 2026-01-31");
    }

    private <T> @Nullable T read(Function<String, @Nullable T> parse, String wanted) {
        String text = text();
        T value = text == null ? null : parse.apply(text);
        if (text != null && value == null) {
            fault(label() + " must be " + wanted + ", not " + Fault.quote(String.valueOf(raw())));
        }
        return value;
    }

    /** One of the words there are; one for later is answered as not built yet. */
    @Nullable
    String choice(Shape.Choice words) {
        List<String> now = words.now();
        String text = text();
        if (text == null || now.contains(text)) {
            return text;
        }
        String raw = raw();
        if (words.later().contains(text)) {
            fault(Fault.onlyNow(name + ": " + raw, now));
            return null;
        }
        List<String> near = Nearest.of(text, now, 1);
        fault("unknown " + name + " " + Fault.quote(String.valueOf(raw))
                + (near.isEmpty()
                        ? ", use " + Fault.either(now, "or")
                        : ", did you mean " + Fault.either(near, "or") + "?"));
        return null;
    }

    /** Entries of a mapping. */
    Table table() {
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            return Table.of(this, mapping);
        }
        wrongKind("a mapping");
        return Table.broken(this);
    }

    /** Items of a list. */
    List<Value> items() {
        if (!(node instanceof SequenceNode sequence) || !isList()) {
            wrongKind("a list");
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(child(
                    item,
                    name + "[" + (items.size() + 1) + "]",
                    item.getStartMark().getLine() + 1));
        }
        return items;
    }
}
