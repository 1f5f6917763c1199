package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.mehari.call.Defaults;
import dev.mehari.call.Setting;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a request on their way into another protocol. A writer takes what it has words for; what is left is lost,
 * and is named. One request, one thread.
 */
public final class Options {
    private final Map<Option, Given<JsonNode>> left = new EnumMap<>(Option.class);
    private final SequencedMap<String, Given<JsonNode>> others = new LinkedHashMap<>();

    /** Sets an option; null and a JSON null are as if the caller had said nothing. */
    public void put(Option option, @Nullable JsonNode value, String at) {
        if (value != null && !value.isNull()) {
            left.put(option, new Given<>(value, at));
        }
    }

    /** Sets an option that nobody but its vendor has, by its name there. */
    public void other(String name, JsonNode value, String at) {
        others.put(name, new Given<>(value, at));
    }

    /** Takes those of these names away, in the order in which the caller set them. */
    public Map<String, JsonNode> takeOthers(Set<String> names) {
        SequencedMap<String, JsonNode> taken = new LinkedHashMap<>();
        others.forEach((name, given) -> {
            if (names.contains(name)) {
                taken.put(name, given.value());
            }
        });
        others.keySet().removeAll(names);
        return taken;
    }

    /**
     * Sets what the caller did not. Nobody misses one of them that is not taken: no caller said it. What a protocol says in
     * a caller's place has no path either, and gives way.
     */
    public void add(Defaults defaults) {
        defaults.besides(setting -> said(option(setting)))
                .values()
                .forEach((setting, value) -> put(option(setting), number(value), ""));
    }

    private boolean said(Option option) {
        Given<JsonNode> given = left.get(option);
        return given != null && !given.at().isEmpty();
    }

    private static JsonNode number(BigDecimal value) {
        return value.scale() <= 0 ? LongNode.valueOf(value.longValueExact()) : DecimalNode.valueOf(value);
    }

    private static Option option(Setting setting) {
        return switch (setting) {
            case MAX_TOKENS -> Option.MAX_TOKENS;
            case TEMPERATURE -> Option.TEMPERATURE;
            case TOP_P -> Option.TOP_P;
            case TOP_K -> Option.TOP_K;
            case MIN_P -> Option.MIN_P;
            case FREQUENCY_PENALTY -> Option.FREQUENCY_PENALTY;
            case PRESENCE_PENALTY -> Option.PRESENCE_PENALTY;
            case REPETITION_PENALTY -> Option.REPETITION_PENALTY;
            case SEED -> Option.SEED;
        };
    }

    /** Looks at an option and leaves it; null when it is not set. */
    public @Nullable Given<JsonNode> peek(Option option) {
        return left.get(option);
    }

    /** Whether an option is set, and to this number. */
    public boolean is(Option option, int number) {
        Given<JsonNode> given = left.get(option);
        return given != null && same(given.value(), number);
    }

    /** Takes an option away; null when it is not set, or taken. */
    public @Nullable Given<JsonNode> take(Option option) {
        return left.remove(option);
    }

    /** Takes an option away and notes what became of it, if it was set. */
    public void lose(Option option, Loss.Action action, Losses losses) {
        Given<JsonNode> given = left.remove(option);
        if (given != null) {
            losses.add(given.at(), action);
        }
    }

    /** Names all that nobody took, but for what asks for what happens anyway. */
    public void loseRest(Losses losses) {
        left.forEach((option, given) -> {
            if (!usual(option, given.value())) {
                losses.dropped(given.at());
            }
        });
        left.clear();
        others.values().forEach(given -> losses.dropped(given.at()));
        others.clear();
    }

    private static boolean usual(Option option, JsonNode value) {
        return switch (option) {
            case STORE, LOGPROBS -> value.isBoolean() && !value.booleanValue();
            case METADATA, LOGIT_BIAS -> value.isContainerNode() && value.isEmpty();
            case N, TEMPERATURE, TOP_P, REPETITION_PENALTY -> same(value, 1);
            case FREQUENCY_PENALTY, PRESENCE_PENALTY, MIN_P, TOP_LOGPROBS -> same(value, 0);
            case SERVICE_TIER -> value.asText().equals("auto");
            case MODALITIES -> value.size() == 1 && value.path(0).asText().equals("text");
            default -> false;
        };
    }

    private static boolean same(JsonNode value, int number) {
        return value.isNumber() && value.decimalValue().compareTo(BigDecimal.valueOf(number)) == 0;
    }

    public Options copy() {
        Options copy = new Options();
        copy.left.putAll(left);
        copy.others.putAll(others);
        return copy;
    }
}
