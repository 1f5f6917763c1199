package dev.mehari.edge;

import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.ThinkingShown;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The paths that callers use. What happens to a call behind them is in {@code routes/}. */
public final class EdgeRoutes extends RouteBuilder {
    private final Calls calls;
    private final Passthroughs passthroughs;
    private final ModelPages models;
    private final HealthPages health;

    public EdgeRoutes(Calls calls, Passthroughs passthroughs, ModelPages models, HealthPages health) {
        this.calls = calls;
        this.passthroughs = passthroughs;
        this.models = models;
        this.health = health;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        from("platform-http:/v1/chat/completions?httpMethodRestrict=POST")
                .routeId("edge-openai-chat")
                .process(calls.of(Protocol.OPENAI_CHAT));
        from("platform-http:/v1/responses?httpMethodRestrict=POST")
                .routeId("edge-openai-responses")
                .process(calls.of(Protocol.OPENAI_RESPONSES));
        from("platform-http:/v1/responses/?httpMethodRestrict=GET,POST,DELETE&matchOnUriPrefix=true")
                .routeId("edge-stored-responses")
                .process(passthroughs::stored);
        from("platform-http:/v1/responses/input_tokens?httpMethodRestrict=POST")
                .routeId("edge-openai-input-tokens")
                .process(calls.of(Protocol.OPENAI_RESPONSES, Operation.COUNT_TOKENS));
        from("platform-http:/v2/chat/completions?httpMethodRestrict=POST")
                .routeId("edge-openai-chat-v2")
                .process(calls.of(Protocol.OPENAI_CHAT, ThinkingShown.FIELD));
        from("platform-http:/v1/completions?httpMethodRestrict=POST")
                .routeId("edge-openai-completions")
                .process(calls.of(Protocol.OPENAI_COMPLETIONS));
        from("platform-http:/v1/embeddings?httpMethodRestrict=POST")
                .routeId("edge-openai-embeddings")
                .process(calls.of(Protocol.OPENAI_CHAT, Operation.EMBEDDINGS));
        from("platform-http:/v1/messages?httpMethodRestrict=POST")
                .routeId("edge-anthropic-messages")
                .process(calls.of(Protocol.ANTHROPIC_MESSAGES));
        from("platform-http:/v1/messages/count_tokens?httpMethodRestrict=POST")
                .routeId("edge-anthropic-count-tokens")
                .process(calls.of(Protocol.ANTHROPIC_MESSAGES, Operation.COUNT_TOKENS));
        for (String base : new String[] {"/v1", "/v1beta"}) {
            from("platform-http:" + base + "/models?httpMethodRestrict=GET,POST&matchOnUriPrefix=true")
                    .routeId("edge-models" + base.replace('/', '-'))
                    .process(this::models);
        }
        from("platform-http:" + EdgeEngine.PASSTHROUGH + "?httpMethodRestrict=GET,POST,PUT,PATCH,DELETE,OPTIONS")
                .routeId("edge-passthrough")
                .process(passthroughs::any);
        from("platform-http:/health?httpMethodRestrict=GET")
                .routeId("edge-health")
                .process(health::alive);
        from("platform-http:/v1/health?httpMethodRestrict=GET")
                .routeId("edge-health-v1")
                .process(health::health);
        from("platform-http:/ready?httpMethodRestrict=GET")
                .routeId("edge-ready")
                .process(health::ready);
    }

    private void models(Exchange exchange) {
        Inbound inbound = exchange.getProperty(Inbound.PROPERTY, Inbound.class);
        if (inbound.method().equals("POST")) {
            calls.run(exchange, GeminiPath.asked(inbound.path(), inbound.query()));
        } else {
            models.answer(exchange);
        }
    }
}
