package dev.mehari.live;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Passage;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows passages of answers to a route, which says what becomes of them. Of one generation, any thread. */
public final class AnswerFilter {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerFilter.class);

    private volatile @Nullable ProducerTemplate template;

    /** What is wrong with the text that a route gives to {@code answer.filter}, on one line; null when nothing is. */
    public static @Nullable String fault(String route) {
        return Directs.is(route) ? null : "a route is \"direct:name\", not \"" + route + "\"";
    }

    /**
     * Who looks at the passages of a call's answer: the route gets each as its body, and the call in the property
     * {@code call}. A text that it leaves as the body takes the passage's place. What goes wrong in it ends the answer: none
     * passes that nobody has looked at.
     */
    Consumer<Passage> by(CamelContext context, String route, Call call) {
        // The routes of an old generation may be gone while its last streams go on; nobody waits for them to come back.
        Endpoint endpoint = context.getEndpoint(route + (route.contains("?") ? "&" : "?") + "block=false");
        return passage -> {
            try {
                show(passage, context, endpoint, call);
            } catch (Exception e) {
                // An answer of another target would be looked at by the same route.
                call.course().plan(List.of());
                throw refusal(route, call, e);
            }
        };
    }

    private void show(Passage passage, CamelContext context, Endpoint endpoint, Call call) throws Exception {
        Exchange shown = template(context).send(endpoint, exchange -> {
            exchange.setProperty(HttpHop.CALL, call);
            exchange.getMessage().setBody(passage);
        });
        if (shown.getException() != null) {
            throw shown.getException();
        }
        if (shown.getMessage().getBody() instanceof String text) {
            passage.say(text);
        }
    }

    private static Refusal refusal(String route, Call call, Exception failed) {
        for (Throwable t = failed; t != null; t = t.getCause()) {
            if (t instanceof Refusal known) {
                return known;
            }
        }
        LOG.error("call {}: the route \"{}\" could not look at its answer", call.getId(), route, failed);
        return new Refusal(ErrorKind.INTERNAL_ERROR, "internal error, call " + call.getId());
    }

    private ProducerTemplate template(CamelContext context) {
        ProducerTemplate known = template;
        if (known == null) {
            known = context.createProducerTemplate();
            template = known;
        }
        return known;
    }
}
