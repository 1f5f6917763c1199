package dev.mehari.edge;

import dev.mehari.call.Call;
import dev.mehari.call.Refusal;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Says where a request would go, without sending it: it takes the way of every request, from its path to the connection that
 * it would go over, and leaves no trace there. What would be tried after a failure is shown as if all failed. Any thread.
 */
public final class Explain {
    private final Ways ways;
    private final EdgeErrors errors;
    private final Clock clock;

    public Explain(Ways ways, EdgeErrors errors, Clock clock) {
        this.ways = ways;
        this.errors = errors;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException when it is no request for a model, so that there is nothing to say */
    public Explanation of(Question question) {
        String target = question.target();
        int mark = target.indexOf('?');
        String raw = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? null : target.substring(mark + 1);
        Map<String, String> headers = new HashMap<>();
        question.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        String id = RequestIds.next(clock.millis());
        String path = raw;
        try {
            path = PathSpelling.normalise(raw);
            Ways.refuseWebSocket(path, headers);
            Ways.Way way = ways.find(raw, path, question.method(), query);
            boolean list = !question.method().equals("POST") && GeminiPath.under(path);
            if (way == null || list) {
                throw nothing();
            }
            path = way.path();
            return way.consumer().explain(inbound(id, way, query, headers, question), question, Explain::look);
        } catch (Refusal refusal) {
            return new Explanation(0, null, errors.reply(path, headers, refusal, id));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Inbound inbound(
            String id, Ways.Way way, @Nullable String query, Map<String, String> headers, Question question) {
        byte[] body = question.body();
        return new Inbound(
                id,
                clock.instant(),
                question.method(),
                way.path(),
                way.upstream(),
                query,
                headers,
                new ByteArrayInputStream(body),
                body.length,
                null);
    }

    private static Explanation look(Exchange exchange) {
        Call call = exchange.getProperty(Calls.PROPERTY, Call.class);
        if (call == null) {
            throw nothing();
        }
        return Explanation.of(exchange.getProperty(Question.GENERATION, 0, Integer.class), call, Calls.reply(call));
    }

    private static IllegalArgumentException nothing() {
        return new IllegalArgumentException("a request to this path asks no model: there is nothing to explain");
    }
}
