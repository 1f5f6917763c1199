package dev.mehari.compatibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table in Markdown; what its cells name stands below it. */
final class Table {
    private final List<String> columns;
    private final StringBuilder rows = new StringBuilder();
    private final List<String> named = new ArrayList<>();

    /** @param head of the first column, then of the others */
    Table(String head, List<String> columns) {
        this.columns = List.copyOf(columns);
        line(head, columns);
        line("---", columns.stream().map(column -> "---").toList());
    }

    private void line(String first, List<String> cells) {
        rows.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n");
    }

    void group(String name) {
        line("**" + name + "**", columns.stream().map(column -> "").toList());
    }

    void row(String name, List<Verdict> verdicts) {
        line(name, verdicts.stream().map(verdict -> verdict.word().text).toList());
        Map<String, List<String>> said = new LinkedHashMap<>();
        for (int i = 0; i < verdicts.size(); i++) {
            String words = String.join(
                    ", ",
                    verdicts.get(i).named().stream()
                            .map(word -> "`" + word + "`")
                            .toList());
            if (!words.isEmpty()) {
                said.computeIfAbsent(words, same -> new ArrayList<>()).add(columns.get(i));
            }
        }
        if (!said.isEmpty()) {
            List<String> all = new ArrayList<>();
            said.forEach((words, who) -> all.add(String.join(", ", who) + ": " + words));
            named.add("- **" + name + "** " + String.join("; ", all));
        }
    }

    void words(String name, List<String> cells) {
        line(name, cells);
    }

    String text() {
        return rows.toString();
    }

    String named() {
        return String.join("\n", named) + "\n";
    }
}
