package dev.mehari.live;

import dev.mehari.call.Call;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.language.bean.BeanLanguage;
import org.apache.camel.support.ExpressionAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Reads what every call is asked for, {@code ${body.hasNextTarget}} or {@code ${body.header('x-tier')}}, from the call
 * itself. For each of them Camel would copy the exchange and search the methods of its body, again at every call: four
 * such expressions took 6% of a call's processor time. All others are Camel's.
 */
class CallLanguage extends BeanLanguage {
    private static final Map<String, Function<Call, @Nullable Object>> FIELDS = Map.of(
            ".hasNextTarget", Call::hasNextTarget,
            ".countsHere", Call::countsHere,
            ".hedged", Call::hedged,
            ".upstream", Call::upstream,
            ".model", Call::getModel,
            ".alias", Call::getAlias);
    private static final Pattern HEADER = Pattern.compile("\\.header\\('([\\w-]+)'\\)");

    /** By expression, of which there are as many as the routes hold. */
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    /** The simple language hands over no text but, second in a list, the body, and behind it what is asked of it. */
    @Override
    public Expression createExpression(@Nullable String text, @Nullable Object @Nullable [] properties) {
        if (properties != null
                && properties.length > 2
                && properties[1] instanceof Call call
                && properties[2] instanceof String asked) {
            Function<Call, @Nullable Object> field = FIELDS.get(asked);
            if (field != null) {
                return new Value(field.apply(call));
            }
            String header = headers.computeIfAbsent(asked, CallLanguage::header);
            if (!header.isEmpty()) {
                return new Value(call.header(header));
            }
        }
        return camels(text, properties);
    }

    /** The header that an expression asks for, empty when it asks for something else. */
    private static String header(String asked) {
        Matcher header = HEADER.matcher(asked);
        return header.matches() ? header.group(1) : "";
    }

    Expression camels(@Nullable String text, @Nullable Object @Nullable [] properties) {
        return super.createExpression(text, properties);
    }

    private static final class Value extends ExpressionAdapter {
        private final @Nullable Object value;

        Value(@Nullable Object value) {
            this.value = value;
        }

        @Override
        public @Nullable Object evaluate(Exchange exchange) {
            return value;
        }
    }
}
