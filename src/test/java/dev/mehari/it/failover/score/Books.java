package dev.mehari.it.failover.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who is paid for a call, as the log has it. */
final class Books {
    /** 11 tokens at one dollar a million and 7 at two; U1's price is a thousand times that. */
    private static final String PRICE_OF_U2 = "0.000025";

    private Books() {}

    /** U2 answered, after so many requests to U1 at the most: its model is named, and its price is what the call cost. */
    static Verdict onTheSecond(Trial trial, int most) {
        Verdict verdict = Judges.secondServes(trial, most);
        if (verdict.mark() != Mark.PASS) {
            return verdict;
        }
        Lane lane = trial.lane();
        String body = trial.seen().body();
        if (!body.contains('"' + lane.second.second + '"') || body.contains('"' + lane.first.first + '"')) {
            return Verdict.fail("the answer does not name the model that gave it");
        }
        JsonNode row = row(trial);
        if (row == null) {
            return Verdict.partial("nobody can tell what it cost");
        }
        boolean right = of(row, lane.name() + "-2", lane.second.second)
                && told(trial, "x-mehari-model").equals(lane.second.second)
                && told(trial, "x-mehari-attempts")
                        .equals(Integer.toString(row.path("attempts").size()))
                && row.path("cost_usd").asText().equals(PRICE_OF_U2)
                && row.path("attempts").size() == trial.u1().size() + trial.u2().size();
        for (JsonNode attempt : row.path("attempts")) {
            boolean second = attempt.path("target").asText().endsWith("-2/" + lane.second.second);
            right &= attempt.path("cost_usd").asText("null").equals(second ? PRICE_OF_U2 : "0");
            right &= attempt.path("usage").isNull() != second;
        }
        return right ? Verdict.PASS : Verdict.fail("booked wrongly: " + row);
    }

    /** U1 broke off: what it said is booked on it, at its price. */
    static Verdict onTheFirst(Trial trial) {
        Verdict verdict = Judges.brokenOff(trial, Stage.ALPHA);
        if (verdict.mark() != Mark.PASS) {
            return verdict;
        }
        JsonNode row = row(trial);
        if (row == null) {
            return Verdict.partial("nobody can tell what it cost");
        }
        Lane lane = trial.lane();
        // Seven words and more at 2,000 dollars a million.
        boolean right = of(row, lane.name() + "-1", lane.first.first)
                && row.path("attempts").size() == 1
                // Google says in each event what it has used so far; of the others nothing is known but what was said.
                && row.path("estimated").asBoolean() != (lane.first == Side.GEMINI)
                && new BigDecimal(row.path("cost_usd").asText("0")).compareTo(new BigDecimal("0.01")) > 0;
        return right ? Verdict.PASS : Verdict.fail("booked wrongly: " + row);
    }

    private static boolean of(JsonNode row, String upstream, String model) {
        return row.path("upstream").asText().equals(upstream)
                && row.path("model").asText().equals(model);
    }

    private static @Nullable JsonNode row(Trial trial) {
        return trial.subject().row(told(trial, "x-request-id"));
    }

    private static String told(Trial trial, String header) {
        return Objects.requireNonNullElse(trial.seen().headers().first(header), "");
    }
}
