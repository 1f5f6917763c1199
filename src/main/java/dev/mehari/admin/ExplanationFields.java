package dev.mehari.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Outlook;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Sketch;
import dev.mehari.call.Target;
import dev.mehari.edge.Explanation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON. */
public final class ExplanationFields {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final OutlookFields outlooks;
    private final List<String> unknown;

    private ExplanationFields(@Nullable UnaryOperator<String> breakers, List<String> unknown) {
        this.outlooks = new OutlookFields(breakers);
        this.unknown = unknown;
    }

    /** @param breakers the state of an upstream's circuit breaker by the upstream's name */
    public static ExplanationFields live(UnaryOperator<String> breakers) {
        return new ExplanationFields(breakers, List.of());
    }

    /**
     * Where nothing is known of calls before: no states are shown.
     *
     * @param unknown what else is not known, a line for each
     */
    public static ExplanationFields without(List<String> unknown) {
        return new ExplanationFields(null, unknown);
    }

    /** A call that came to none has no members but {@code outcome} and {@code reply}. */
    public Map<String, Object> show(Explanation explanation) {
        Map<String, Object> shown = new LinkedHashMap<>();
        Call call = explanation.call();
        Reply reply = explanation.reply();
        Attempt first = call == null ? null : firstSent(call);
        shown.put("outcome", outcome(explanation));
        if (!unknown.isEmpty()) {
            shown.put("not_known", unknown);
        }
        if (first != null) {
            shown.put("goes_to", first.target().toString());
        }
        if (reply != null) {
            shown.put("reply", reply(reply));
        }
        if (call != null) {
            facts(shown, call, explanation.generation());
        }
        return shown;
    }

    private void facts(Map<String, Object> shown, Call call, int generation) {
        shown.put("generation", generation);
        shown.put("protocol", call.getProtocol().id());
        shown.put("operation", call.operation().id());
        shown.put("stream", call.isStream());
        Caller caller = call.getCaller();
        shown.put("key", caller == null ? null : key(caller));
        shown.put("model", call.getModel());
        shown.put("alias", call.getAlias());
        shown.put("tags", call.getTags());
        shown.put("decision", DecisionFields.show(call.decision().notes()));
        List<Target> plan = call.course().planned().isEmpty()
                ? call.getPlan()
                : call.course().planned();
        shown.put("plan", plan.stream().map(Target::toString).toList());
        List<Map<String, Object>> targets = new ArrayList<>();
        call.attempts().forEach(attempt -> targets.add(target(call, attempt)));
        call.preview().outlooks().stream()
                .filter(found -> isPassedOver(call, found))
                .forEach(found -> targets.add(passedOver(found)));
        shown.put("targets", targets);
    }

    /** Whether no attempt was made at a target because it is left alone. */
    private static boolean isPassedOver(Call call, Outlook found) {
        return found.leftAlone() != null
                && call.attempts().stream()
                        .noneMatch(attempt -> attempt.target().equals(found.target()));
    }

    private static @Nullable Attempt firstSent(Call call) {
        return call.attempts().stream()
                .filter(attempt -> attempt.sketch() != null)
                .findFirst()
                .orElse(null);
    }

    private static String outcome(Explanation explanation) {
        Call call = explanation.call();
        if (explanation.reply() == null) {
            return "sent";
        }
        return call != null && call.refusal() == null ? "answered_here" : "refused";
    }

    private static Map<String, Object> key(Caller caller) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", caller.keyId());
        shown.put("name", caller.name());
        shown.put("team", caller.team());
        shown.put("tags", caller.tags());
        shown.put("role", caller.role().name().toLowerCase(Locale.ROOT));
        return shown;
    }

    private Map<String, Object> target(Call call, Attempt attempt) {
        Map<String, Object> shown = new LinkedHashMap<>();
        Sketch sketch = attempt.sketch();
        Protocol translated = attempt.translatedTo();
        Outlook found = call.preview().outlooks().stream()
                .filter(one -> one.target().equals(attempt.target()))
                .findFirst()
                .orElse(null);
        begin(shown, attempt.target(), found);
        shown.put("credential_id", attempt.credentialId());
        Protocol spoken = sketch != null ? sketch.protocol() : translated;
        shown.put("protocol", spoken == null ? null : spoken.id());
        shown.put("translated", spoken != null && spoken != call.getProtocol());
        shown.put("losses", attempt.losses());
        shown.put("request", sketch == null ? null : request(sketch));
        Refusal failure = sketch == null ? attempt.failure() : null;
        shown.put("refusal", failure == null ? null : refusal(failure.kind(), failure.text()));
        if (sketch != null && found != null) {
            shown.put("limits", OutlookFields.limits(found.limits()));
            shown.put("after_failure", OutlookFields.afterFailure(found));
        }
        return shown;
    }

    private Map<String, Object> passedOver(Outlook found) {
        Map<String, Object> shown = new LinkedHashMap<>();
        begin(shown, found.target(), found);
        Outlook.Alone alone = found.leftAlone();
        shown.put("request", null);
        shown.put("refusal", alone == null ? null : refusal(alone.kind(), alone.why()));
        return shown;
    }

    private void begin(Map<String, Object> shown, Target target, @Nullable Outlook found) {
        shown.put("target", target.toString());
        shown.put("breaker", outlooks.breaker(target.upstream()));
        if (found != null) {
            shown.put("state", outlooks.state(found));
            shown.put("credentials", outlooks.credentials(found));
        }
    }

    private static Map<String, String> refusal(ErrorKind kind, String message) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("kind", kind.code());
        shown.put("message", message);
        return shown;
    }

    private static Map<String, Object> request(Sketch sketch) {
        Map<String, Object> shown = new LinkedHashMap<>();
        Map<String, String> headers = new LinkedHashMap<>();
        sketch.headers().forEach(header -> headers.merge(header.name(), header.value(), (a, b) -> a + ", " + b));
        shown.put("method", sketch.method());
        shown.put("url", sketch.url());
        shown.put("headers", headers);
        shown.put("body", body(sketch.body()));
        return shown;
    }

    private static Map<String, Object> reply(Reply reply) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("status", reply.status());
        shown.put("headers", reply.headers());
        byte[] bytes = reply.bytes();
        shown.put("body", bytes == null ? null : body(bytes));
        return shown;
    }

    /** JSON as it is, byte for byte; all else as a text; null for nothing. */
    private static @Nullable Object body(byte[] bytes) {
        if (bytes.length == 0) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return JSON.readTree(bytes).isContainerNode() ? new RawValue(text) : text;
        } catch (JsonProcessingException e) {
            return text;
        } catch (IOException e) {
            throw new IllegalStateException("reading an array cannot fail", e);
        }
    }
}
