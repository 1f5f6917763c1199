package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.BeanScope;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.bean.BeanProcessor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanProcessorFactory;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step does is the same with our way to run it and with Camel's. */
class StepProcessorsTest {
    /** Public, as all steps are: Camel runs no others. */
    public static final class Beans {
        private final List<Object> given = new ArrayList<>();

        public void call(Call call) {
            given.add(call);
        }

        public void exchange(Exchange exchange) {
            given.add(exchange);
        }

        public void refuse(Call call) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "no " + call.getId());
        }

        public void fail(Exchange exchange) throws Exception {
            throw new Exception(
                    "failed at " + exchange.getMessage().getBody(Call.class).getId());
        }

        public String answer(Call call) {
            return "answer to " + call.getId();
        }

        public void two(Call call, String word) {
            given.add(call.getId() + word);
        }

        public void overloaded(Call call) {
            given.add("call " + call.getId());
        }

        public void overloaded(Exchange exchange) {
            given.add("exchange " + exchange.getMessage().getBody(Call.class).getId());
        }

        public void text(String text) {
            given.add(text);
        }
    }

    /** What is left of an exchange behind a step. */
    private record Trace(
            List<Object> given,
            @Nullable Object body,
            @Nullable String failure,
            int properties) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call",
                "exchange",
                "refuse",
                "fail",
                "answer",
                "overloaded",
                "text",
                "call(${body})",
                "two(${body}, 'word')",
            })
    void doesAsCamelDoes(String method) throws Exception {
        Call call = call();

        assertThat(trace(true, method, call)).isEqualTo(trace(false, method, call));
    }

    /** Which is to refuse it: a step that takes the call runs on no other body. */
    @Test
    void aBodyThatIsNoCallIsForCamelToRefuse() throws Exception {
        assertThat(trace(true, "call", "text")).isEqualTo(trace(false, "call", "text"));
        assertThat(trace(true, "call", "text").failure())
                .startsWith("org.apache.camel.CamelExecutionException");
    }

    /** The gain is in not asking Camel. */
    @ParameterizedTest
    @ValueSource(strings = {"call", "exchange", "refuse"})
    void runsTheUsualOnesByItself(String method) throws Exception {
        assertThat(processor(new DefaultCamelContext(), new Beans(), true, method))
                .isNotInstanceOf(BeanProcessor.class);
    }

    @Test
    void aStepThatIsNotThereIsFoundBeforeACallComes() {
        assertThatThrownBy(() -> processor(new DefaultCamelContext(), new Beans(), true, "cal"))
                .hasMessageContaining("cal");
    }

    private static Trace trace(boolean ours, String method, Object body) throws Exception {
        Beans beans = new Beans();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Processor processor = processor(context, beans, ours, method);
            context.start();
            ServiceHelper.startService(processor);
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(body);
            processor.process(exchange);
            Exception failure = exchange.getException();
            List<Object> given = beans.given.stream()
                    .map(object -> object instanceof Exchange ? "the exchange" : object)
                    .toList();
            return new Trace(
                    given,
                    exchange.getMessage().getBody(),
                    failure == null
                            ? null
                            : failure.getClass().getName() + ": "
                                    + failure.getMessage().lines().findFirst(),
                    exchange.getAllProperties().size());
        }
    }

    private static Processor processor(DefaultCamelContext context, Beans beans, boolean ours, String method)
            throws Exception {
        context.getRegistry().bind("beans", beans);
        BeanProcessorFactory camels = PluginHelper.getBeanProcessorFactory(context);
        BeanProcessorFactory factory = ours ? new StepProcessors(camels, Map.of("beans", beans)) : camels;
        return factory.createBeanProcessor(context, null, null, null, "beans", method, BeanScope.Singleton);
    }

    private static Call call() {
        return Samples.call("fast");
    }
}
