package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bean step does the same when it is called directly as when Camel finds out how to call it. */
class DirectStepsTest {
    private final List<String> said = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call",
                "exchange",
                "gives",
                "twoWays",
                "both(${body}, 'x')",
                "fails",
                "breaks",
                "any",
                "replaces"
            })
    void doesAsCamelDoes(String method) throws Exception {
        assertThat(run(method, true)).isEqualTo(run(method, false));
    }

    @ParameterizedTest
    @CsvSource({"call, true", "exchange, true", "gives, false", "any, false"})
    void callsTheUsualOnesByItself(String method, boolean direct) throws Exception {
        run(method, true);
        assertThat(said).last().asString().isEqualTo(direct ? method + " directly" : method + " by Camel");
    }

    @Test
    void leavesAStepThatGetsNoCallToCamel() throws Exception {
        assertThat(run("call", true, "text")).isEqualTo(run("call", false, "text"));
    }

    private String run(String method, boolean direct) throws Exception {
        return run(method, direct, Samples.call("m"));
    }

    private String run(String method, boolean direct, Object body) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("step", new Step());
            if (direct) {
                DirectSteps.install(context);
            }
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:start").errorHandler(noErrorHandler()).bean("step", method);
                }
            });
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.getIn().setBody(body);
            exchange.getIn().setHeader("h", 1);
            said.clear();
            Exchange after = context.createProducerTemplate().send("direct:start", exchange);
            Message message = after.getMessage();
            Throwable why =
                    after.getException() instanceof CamelExecutionException e ? e.getCause() : after.getException();
            return said.stream().map(text -> text.split(" ", 2)[0]).toList()
                    + (body.equals(message.getBody()) ? "same" : String.valueOf(message.getBody()))
                    + Map.copyOf(message.getHeaders())
                    + (why == null ? "" : why.getClass().getSimpleName());
        }
    }

    /** What routes name. */
    public final class Step {
        public void call(Call call) {
            note("call");
        }

        public void exchange(Exchange exchange) {
            exchange.getIn().setHeader("h", 2);
            note("exchange");
        }

        public void replaces(Exchange exchange) {
            exchange.getIn().setBody("new");
            note("replaces");
        }

        public String gives(Call call) {
            note("gives");
            return "given";
        }

        public void twoWays(Call call) {
            note("twoWays");
        }

        public void twoWays(Call call, String other) {
            note("other");
        }

        public void both(Call call, String text) {
            note("both" + text);
        }

        public void any(Object body) {
            note("any");
        }

        public void fails(Call call) {
            if (call.isStream()) {
                return;
            }
            throw new IllegalStateException("as asked");
        }

        public void breaks(Call call) {
            if (call.isStream()) {
                return;
            }
            throw new AssertionError("as asked");
        }

        private void note(String name) {
            boolean found = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().endsWith(".MethodInfo")));
            said.add(name + (found ? " by Camel" : " directly"));
        }
    }
}
