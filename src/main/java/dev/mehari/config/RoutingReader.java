package dev.mehari.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the alias {@code *} of the setting {@code routing}. */
final class RoutingReader {
    private RoutingReader() {}

    /** @return what would stand at the alias in a file; null when there is no default route, and after a fault */
    static @Nullable Value alias(Value setting, Sheet sheet) {
        Table table = setting.table().strict(RoutingKeys.ROUTING);
        List<String> targets = texts(table, "targets");
        List<String> fallbacks = texts(table, "fallbacks");
        Value balancing = table.get("load_balancing");
        String strategy = balancing == null ? null : balancing.choice(ModelKeys.STRATEGY);
        boolean fallback = table.flag("fallback_enabled", true);
        if (targets.isEmpty()) {
            return null;
        }
        return sheet.parse(Yaml.alias(targets, fallback ? fallbacks : List.of(), strategy));
    }

    private static List<String> texts(Table table, String key) {
        List<String> texts = new ArrayList<>();
        for (Value item : table.items(key)) {
            String text = item.text();
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Text that the readers of files understand. */
    private static final class Yaml {
        private Yaml() {}

        /** @param fallbacks whose turn comes when the targets fail, whatever the strategy */
        static byte[] alias(List<String> targets, List<String> fallbacks, @Nullable String strategy) {
            StringBuilder text = new StringBuilder("{\"targets\": [");
            targets.forEach(target -> text.append(target(target, 0)));
            fallbacks.forEach(target -> text.append(target(target, 1)));
            text.append("]");
            if (strategy != null) {
                text.append(", \"strategy\": ").append(quoted(strategy));
            }
            return text.append("}").toString().getBytes(StandardCharsets.UTF_8);
        }

        private static String target(String target, int priority) {
            return "{\"target\": " + quoted(target) + ", \"priority\": " + priority + "}, ";
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }
}
