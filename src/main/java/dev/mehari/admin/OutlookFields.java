package dev.mehari.admin;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Outlook;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How the target of an explained call is doing, and what would follow its failures, as JSON. */
final class OutlookFields {
    private final @Nullable UnaryOperator<String> breakers;

    /** @param breakers the state of an upstream's circuit breaker; null where nothing is known of calls before */
    OutlookFields(@Nullable UnaryOperator<String> breakers) {
        this.breakers = breakers;
    }

    /** How it is doing; null where nothing is known of that. */
    @Nullable
    Map<String, Object> state(Outlook found) {
        if (breakers == null) {
            return null;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        leftAlone(shown, found.leftAlone());
        shown.put("in_flight", found.inFlight());
        shown.put("slots", room(found.room()));
        return shown;
    }

    @Nullable
    String breaker(String upstream) {
        return breakers == null ? null : breakers.apply(upstream).toLowerCase(Locale.ROOT);
    }

    List<Map<String, Object>> credentials(Outlook found) {
        return found.credentials().stream().map(this::credential).toList();
    }

    private Map<String, Object> credential(Outlook.Credential credential) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", credential.id());
        if (breakers != null) {
            shown.put("status", credential.status());
            shown.put("passed_over", credential.passedOver());
            leftAlone(shown, credential.leftAlone());
            shown.put(
                    "checked_at",
                    credential.checkedAt() == null
                            ? null
                            : credential.checkedAt().toString());
            shown.put("check", credential.checkedAt() == null ? null : check(credential.check()));
        }
        return shown;
    }

    private static String check(@Nullable ErrorKind wrong) {
        return wrong == null ? "ok" : wrong == ErrorKind.NOT_READY ? "unknown" : wrong.code();
    }

    private static void leftAlone(Map<String, Object> shown, Outlook.@Nullable Alone alone) {
        shown.put("left_alone", alone != null);
        shown.put("cause", alone == null ? null : alone.cause());
        shown.put(
                "until",
                alone == null || alone.until() == null ? null : alone.until().toString());
        shown.put("reason", alone == null ? null : alone.why());
    }

    private static @Nullable Map<String, Object> room(Outlook.@Nullable Room room) {
        if (room == null) {
            return null;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("max", room.max());
        shown.put("used", room.used());
        shown.put("waiting", room.waiting());
        return shown;
    }

    static @Nullable Map<String, Object> limits(Outlook.@Nullable Limits limits) {
        if (limits == null) {
            return null;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("attempts", limits.attempts());
        shown.put("attempts_here", limits.here());
        shown.put("longest_wait_ms", limits.longestWait().toMillis());
        shown.put("deadline_ms", limits.deadline().toMillis());
        Duration hedge = limits.hedgeAfter();
        shown.put("hedge_after_ms", hedge == null ? null : hedge.toMillis());
        return shown;
    }

    static List<Map<String, Object>> afterFailure(Outlook found) {
        return found.sequences().stream().map(OutlookFields::sequence).toList();
    }

    private static Map<String, Object> sequence(Outlook.Sequence sequence) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("kinds", sequence.kinds().stream().map(ErrorKind::code).toList());
        shown.put("then", sequence.steps().stream().map(OutlookFields::step).toList());
        return shown;
    }

    private static Map<String, Object> step(Outlook.Step step) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("next", step.next().id());
        if (step.pause().isPositive()) {
            shown.put("after_ms", step.pause().toMillis());
        }
        if (step.target() != null) {
            shown.put("target", step.target().toString());
        }
        return shown;
    }
}
