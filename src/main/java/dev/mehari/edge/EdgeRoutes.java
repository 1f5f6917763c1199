package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.live.Generations;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The paths that callers use. What happens to a call behind them is in {@code routes/}. */
public final class EdgeRoutes extends RouteBuilder {
    private final Calls calls;
    private final ModelPages models;
    private final Generations generations;
    private final Clock clock;

    public EdgeRoutes(Calls calls, ModelPages models, Generations generations, Clock clock) {
        this.calls = calls;
        this.models = models;
        this.generations = generations;
        this.clock = clock;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        from("platform-http:/v1/chat/completions?httpMethodRestrict=POST")
                .routeId("edge-openai-chat")
                .process(calls.of(Protocol.OPENAI_CHAT));
        from("platform-http:/v1/messages?httpMethodRestrict=POST")
                .routeId("edge-anthropic-messages")
                .process(calls.of(Protocol.ANTHROPIC_MESSAGES));
        for (String base : new String[] {"/v1", "/v1beta"}) {
            from("platform-http:" + base + "/models?httpMethodRestrict=GET,POST&matchOnUriPrefix=true")
                    .routeId("edge-models" + base.replace('/', '-'))
                    .process(this::models);
        }
        from("platform-http:/health?httpMethodRestrict=GET")
                .routeId("edge-health")
                .process(this::health);
        from("platform-http:/v1/health?httpMethodRestrict=GET")
                .routeId("edge-health-v1")
                .process(this::health);
        from("platform-http:/ready?httpMethodRestrict=GET")
                .routeId("edge-ready")
                .process(this::ready);
    }

    private void models(Exchange exchange) {
        Inbound inbound = exchange.getProperty(Inbound.PROPERTY, Inbound.class);
        if (inbound.method().equals("POST")) {
            calls.run(exchange, GeminiPath.asked(inbound.path(), inbound.query()));
        } else {
            models.answer(exchange);
        }
    }

    /** Alive; says nothing about upstreams and never calls one. */
    private void health(Exchange exchange) {
        status(exchange, "ok");
    }

    private void ready(Exchange exchange) {
        if (generations.live().isEmpty()) {
            throw new Refusal(ErrorKind.NOT_READY, "no generation is live");
        }
        status(exchange, "ready");
    }

    private void status(Exchange exchange, String status) {
        String body = "{\"status\":\"" + status + "\",\"timestamp\":\"" + clock.instant() + "\"}";
        exchange.getMessage().setBody(Reply.of(200, "application/json", body.getBytes(StandardCharsets.UTF_8)));
    }
}
