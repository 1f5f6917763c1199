package dev.mehari.config;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.Failover.Meaning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rows of {@code meanings}. */
final class MeaningsReader {
    private static final Pattern STATUS = Pattern.compile("([45][0-9]{2})(?:-([45][0-9]{2}))?");

    private final List<Row> rows = new ArrayList<>();

    private record Row(Value value, Meaning meaning) {}

    private MeaningsReader() {}

    static List<Meaning> read(List<Value> items) {
        MeaningsReader reader = new MeaningsReader();
        items.forEach(reader::add);
        return reader.rows.stream().map(Row::meaning).toList();
    }

    private void add(Value item) {
        Table row = item.table().strict(FailoverKeys.MEANING);
        Value means = row.require("means");
        Optional<ErrorKind> kind = means == null ? Optional.empty() : FailoverReader.kind(means);
        Set<Integer> statuses = new TreeSet<>();
        each(row, "status", value -> status(value, statuses));
        List<String> names = texts(row, "code");
        List<String> phrases = texts(row, "says");
        if (!row.entries().isEmpty()
                && row.get("code") == null
                && row.get("status") == null
                && row.get("says") == null) {
            item.fault("a row needs \"code\", \"status\" or \"says\"");
        }
        if (!phrases.isEmpty()
                && !names.isEmpty()
                && names.stream().map(Failover::lower).allMatch(Failover.OF_A_VALUE::contains)) {
            item.fault("this row never fits: with " + Fault.either(names, "and") + " the message is not read");
        }
        if (kind.isPresent() && !(names.isEmpty() && phrases.isEmpty() && statuses.isEmpty())) {
            Meaning meaning = new Meaning(Set.copyOf(names), statuses, phrases, kind.get(), ofAccount(row, kind.get()));
            unreached(item, row, meaning);
            rows.add(new Row(item, meaning));
        }
    }

    private static boolean ofAccount(Table row, ErrorKind kind) {
        Value of = row.get("of");
        if (of != null && kind != ErrorKind.UPSTREAM_RATE_LIMITED) {
            of.fault("only " + Fault.quote(ErrorKind.UPSTREAM_RATE_LIMITED.code()) + " is of an account or of a model");
        }
        return of != null && FailoverKeys.ACCOUNT.equals(of.choice(FailoverKeys.LIMIT_OF));
    }

    /** Says so when earlier rows take all that fits this one, or one of its codes or phrases. */
    private void unreached(Value item, Table row, Meaning meaning) {
        Row whole = before(meaning);
        if (whole != null) {
            item.fault("this row is never reached: line " + whole.value().keyLine() + " takes all of it");
            return;
        }
        each(row, "code", value -> {
            Set<String> name = Set.of(String.valueOf(value.raw()));
            single(
                    value,
                    new Meaning(name, meaning.statuses(), meaning.phrases(), meaning.kind(), meaning.ofAccount()));
        });
        each(row, "says", value -> {
            List<String> phrase = List.of(String.valueOf(value.raw()));
            single(
                    value,
                    new Meaning(meaning.names(), meaning.statuses(), phrase, meaning.kind(), meaning.ofAccount()));
        });
    }

    private void single(Value value, Meaning alone) {
        Row earlier = before(alone);
        if (earlier != null) {
            value.fault(value.shown(String.valueOf(value.raw())) + " is never reached: line "
                    + earlier.value().keyLine() + " takes it");
        }
    }

    private @Nullable Row before(Meaning meaning) {
        return rows.stream()
                .filter(r -> covers(r.meaning(), meaning))
                .findFirst()
                .orElse(null);
    }

    /** Whether whatever fits {@code later} fits {@code earlier}. */
    private static boolean covers(Meaning earlier, Meaning later) {
        return within(later.names(), earlier.names(), String::equals)
                && within(later.statuses(), earlier.statuses(), Integer::equals)
                && within(later.phrases(), earlier.phrases(), String::contains);
    }

    /** An empty list is no condition. */
    private static <T> boolean within(Collection<T> narrow, Collection<T> wide, BiPredicate<T, T> same) {
        return wide.isEmpty()
                || (!narrow.isEmpty()
                        && narrow.stream().allMatch(n -> wide.stream().anyMatch(w -> same.test(n, w))));
    }

    private static List<String> texts(Table row, String key) {
        List<String> texts = new ArrayList<>();
        each(row, key, value -> {
            String text = value.text();
            if (text != null) {
                texts.add(text);
                if (key.equals("says") && !Unquoted.all(text)) {
                    value.fault(value.label() + " never fits: what a message has in quotation marks is not read");
                }
            }
        });
        return texts;
    }

    private static void each(Table row, String key, Consumer<Value> reader) {
        Value list = row.get(key);
        if (list == null) {
            return;
        }
        List<Value> items = list.items();
        if (items.isEmpty() && list.isList()) {
            list.fault(list.label() + " is an empty list");
        }
        items.forEach(reader);
    }

    private static void status(Value value, Set<Integer> statuses) {
        String text = value.text();
        if (text == null) {
            return;
        }
        if (text.equals(String.valueOf(Failover.NO_STATUS))) {
            statuses.add(Failover.NO_STATUS);
            return;
        }
        Matcher matcher = STATUS.matcher(text);
        int from = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int to = from;
        @Nullable String last = from == 0 ? null : matcher.group(2);
        if (last != null) {
            to = Integer.parseInt(last);
        }
        if (from == 0 || to < from) {
            value.fault(value.label() + " must be a status from 400 to 599, a range such as \"500-599\", or 200 for"
                    + " an error inside a 200 that names none, not " + value.shown(text));
        }
        for (int status = from; from > 0 && status <= to; status++) {
            statuses.add(status);
        }
    }
}
