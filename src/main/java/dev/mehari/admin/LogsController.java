package dev.mehari.admin;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageLedger;
import dev.mehari.usage.UsageRecord;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a call. */
@RestController
public final class LogsController {
    private final UsageLedger ledger;

    public LogsController(UsageLedger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/api/admin/logs/{id}")
    Map<String, Object> one(@PathVariable String id) {
        return ledger.find(id)
                .map(LogsController::show)
                .orElseThrow(() -> new Refusal(
                        ErrorKind.PATH_NOT_FOUND,
                        "there is no call of this request id; a call is written within a second of its end"));
    }

    private static Map<String, Object> show(UsageRecord call) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("request_id", call.callId());
        shown.put("time", call.time().toString());
        shown.put("key_id", call.keyId());
        shown.put("key_name", call.keyName());
        shown.put("team", call.team());
        shown.put("protocol", call.protocol());
        shown.put("operation", call.operation());
        shown.put("alias", call.alias());
        shown.put("upstream", call.upstream());
        shown.put("model", call.model());
        shown.put("status", call.status());
        shown.put("error_kind", call.errorKind());
        shown.put("error_origin", call.errorOrigin());
        shown.put("first_byte_ms", call.firstByteMs());
        shown.put("total_ms", call.totalMs());
        shown.put("streamed", call.streamed());
        shown.put("label", call.label());
        shown.put("tags", call.tags());
        shown.put("decision", DecisionFields.show(call.decision()));
        shown.put("usage", call.usageKnown() ? usage(call.usage()) : null);
        shown.put("estimated", call.estimated());
        shown.put("cost_usd", dollars(call.costNanoUsd()));
        shown.put("unpriced", call.usageKnown() && call.costNanoUsd() == null);
        shown.put("price_version", call.priceVersion());
        shown.put("attempts", call.attempts().stream().map(LogsController::show).toList());
        return shown;
    }

    private static Map<String, Object> usage(Usage usage) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("input_tokens", usage.input());
        shown.put("cached_input_tokens", usage.cachedInput());
        shown.put("cache_creation_tokens", usage.cacheCreation());
        shown.put("cache_creation_long_tokens", usage.cacheCreationLong());
        shown.put("output_tokens", usage.output());
        shown.put("reasoning_tokens", usage.reasoning());
        shown.put("total_tokens", usage.total());
        return shown;
    }

    private static Map<String, Object> show(AttemptRecord attempt) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("number", attempt.number());
        shown.put("target", attempt.upstream() + "/" + attempt.model());
        shown.put("credential_id", attempt.credentialId());
        shown.put("started_at", attempt.startedAt().toString());
        shown.put(
                "first_byte_at",
                attempt.firstByteAt() == null ? null : attempt.firstByteAt().toString());
        shown.put(
                "ended_at", attempt.endedAt() == null ? null : attempt.endedAt().toString());
        shown.put("status", attempt.status());
        shown.put("error_kind", attempt.errorKind());
        shown.put("next", attempt.next());
        shown.put("upstream_request_id", attempt.upstreamRequestId());
        Usage usage = attempt.usage();
        shown.put("usage", usage == null ? null : usage(usage));
        shown.put("estimated", attempt.estimated());
        shown.put("cost_usd", dollars(attempt.costNanoUsd()));
        shown.put("unpriced", usage != null && attempt.costNanoUsd() == null);
        shown.put("price_version", attempt.priceVersion());
        shown.put("stop_reason", attempt.stopReason());
        shown.put("losses", attempt.losses());
        return shown;
    }

    private static @Nullable String dollars(@Nullable Long nanos) {
        return nanos == null
                ? null
                : BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }
}
