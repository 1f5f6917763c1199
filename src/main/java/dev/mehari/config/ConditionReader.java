package dev.mehari.config;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads conditions. */
final class ConditionReader {
    private static final List<String> GROUPS = List.of("all", "any", "not");

    private final ZoneId zone;

    /** @param zone of times that name none */
    ConditionReader(ZoneId zone) {
        this.zone = zone;
    }

    /** What stands at a key; {@link Condition.All#NONE} when nothing does. After a fault it is anything. */
    Condition read(@Nullable Value value) {
        if (value == null) {
            return Condition.All.NONE;
        }
        if (value.isList()) {
            return Condition.all(list(value));
        }
        Table table = value.table().strict(RuleKeys.ANY_FORM);
        List<String> groups =
                GROUPS.stream().filter(table.entries()::containsKey).toList();
        if (groups.isEmpty()) {
            return test(value, table);
        }
        if (table.entries().size() > 1) {
            value.fault("a condition is a test with \"field\", or one of \"all\", \"any\" and \"not\": put several of"
                    + " them into a list");
            return Condition.All.NONE;
        }
        String group = groups.getFirst();
        Value inner = table.require(group);
        if (inner == null) {
            return Condition.All.NONE;
        }
        return switch (group) {
            case "all" -> Condition.all(list(inner));
            case "any" -> any(inner);
            default -> Condition.not(read(inner));
        };
    }

    private Condition any(Value value) {
        List<Condition> of = list(value);
        if (of.isEmpty() && value.isList()) {
            value.fault("\"any\" needs at least one condition");
        }
        return of.isEmpty() ? Condition.All.NONE : Condition.any(of);
    }

    private List<Condition> list(Value value) {
        List<Condition> conditions = new ArrayList<>();
        value.items().forEach(item -> conditions.add(read(item)));
        return conditions;
    }

    private Condition test(Value value, Table table) {
        Value named = table.require("field");
        Value compared = table.require("operator");
        Field field = named == null ? null : FieldReader.read(named, zone(table.get("zone")));
        String word = compared == null ? null : compared.choice(RuleKeys.OPERATOR);
        if (field == null || word == null) {
            return Condition.All.NONE;
        }
        if (table.get("zone") != null && !(field instanceof Field.Time)) {
            value.fault("\"zone\" is for time.of_day, time.day and time.date");
        }
        Operator operator = Operator.valueOf(word.toUpperCase(java.util.Locale.ROOT));
        Value with = operator == Operator.EXISTS ? table.get("value") : table.require("value");
        Operand operand = OperandReader.read(value, field, operator, with);
        return operand == null
                ? Condition.All.NONE
                : new Condition.Test(field, operator, operand, shown(named, field, word, with));
    }

    private ZoneId zone(@Nullable Value value) {
        ZoneId named = value == null ? null : zoneOf(value);
        return named == null ? zone : named;
    }

    /** The zone that a value names; null after a fault. */
    static @Nullable ZoneId zoneOf(Value value) {
        String name = value.text();
        if (name == null) {
            return null;
        }
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        List<String> near = Nearest.of(name, List.copyOf(ZoneId.getAvailableZoneIds()), 1);
        value.fault("unknown time zone " + value.shown(name)
                + (near.isEmpty()
                        ? ", use a name such as \"Europe/Berlin\""
                        : ", did you mean \"" + near.getFirst() + "\"?"));
        return null;
    }

    private static String shown(@Nullable Value named, Field field, String operator, @Nullable Value with) {
        String head = (named == null ? "" : named.raw()) + " " + operator;
        if (with == null || field instanceof Field.Header) {
            return head;
        }
        String value = with.isScalar() ? String.valueOf(with.raw()) : "a list";
        return head + " " + (value.length() > 60 ? value.substring(0, 60) + "..." : value);
    }
}
