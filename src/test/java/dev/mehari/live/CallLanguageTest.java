package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.call.Protocol;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes read of a call is the same with our way to read it and with Camel's. */
class CallLanguageTest {
    @Test
    void standsWhereCamelLooksForIt() {
        assertThat(context(true).resolveLanguage("bean")).isInstanceOf(CallLanguage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body.hasNextTarget}",
                "${body.upstream}",
                "${body.model}",
                "${body.alias}",
                "${body.header('x-tier')}",
                "${body.header('X-Tier')}",
                "${body.header('x-none')}",
                "${body.header(\"x-tier\")}",
                "${body.caller.team}",
                "${body.getModel}",
                "${body.field('messages.size')}",
                "direct:upstream-${body.upstream}",
            })
    void readsAsCamelDoes(String expression) {
        for (Call call : List.of(fresh(), routed())) {
            assertThat(value(context(true), expression, call)).isEqualTo(value(context(false), expression, call));
        }
    }

    /** The gain is in not asking Camel. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body.hasNextTarget}",
                "direct:upstream-${body.upstream}",
                "${body.model} ${body.alias}",
                "${body.header('x-tier')}",
            })
    void readsTheUsualOnesByItself(String expression) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("bean-language", new CallLanguage() {
            @Override
            Expression camels(@Nullable String text, @Nullable Object @Nullable [] properties) {
                throw new AssertionError(Arrays.toString(properties));
            }
        });
        context.init();
        assertThat(value(context, expression, routed())).isNotNull();
    }

    @Test
    void decidesAsCamelDoes() {
        String trial = "${body.header('x-tier')} == 'gold' && ${body.model} == 'fast'";
        DefaultCamelContext context = context(true);
        assertThat(context.resolveLanguage("simple").createPredicate(trial).matches(exchange(context, fresh())))
                .isTrue();
        assertThat(value(context, "${body.hasNextTarget}", routed())).isEqualTo(true);
        assertThat(value(context, "${body.upstream}", routed())).isEqualTo("one");
        assertThat(value(context, "${body.alias}", routed())).isEqualTo("named");
        assertThat(value(context, "${body.hasNextTarget}", fresh())).isEqualTo(false);
    }

    @Test
    void leavesOtherBodiesToCamel() {
        DefaultCamelContext context = context(true);
        assertThat(context.resolveLanguage("simple")
                        .createExpression("${body.length}")
                        .evaluate(exchange(context, "four"), Integer.class))
                .isEqualTo(4);
    }

    private static @Nullable Object value(DefaultCamelContext context, String expression, Call call) {
        return context.resolveLanguage("simple")
                .createExpression(expression)
                .evaluate(exchange(context, call), Object.class);
    }

    private static Exchange exchange(DefaultCamelContext context, Object body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private static DefaultCamelContext context(boolean ours) {
        DefaultCamelContext context = new DefaultCamelContext();
        if (ours) {
            context.getRegistry().bind("bean-language", new CallLanguage());
        }
        context.init();
        return context;
    }

    private static Call fresh() {
        Call call = new Call(
                "req_1", Protocol.OPENAI_CHAT, Samples.NOW, Map.of("x-tier", "gold"), null, "fast", false, true);
        call.authenticated(Samples.caller());
        return call;
    }

    private static Call routed() {
        Call call = fresh();
        call.course().resolved("named", List.of(Target.of("one/small"), Target.of("two/small")));
        call.course().nextTarget();
        return call;
    }
}
