package dev.mehari.model;

import dev.mehari.call.Target;
import dev.mehari.call.TargetStates;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a test knows of targets. */
final class States implements TargetStates {
    final Map<String, String> leftAlone = new HashMap<>();
    final Map<String, Integer> inFlight = new HashMap<>();
    final Map<String, Double> latency = new HashMap<>();

    @Override
    public @Nullable String leftAlone(Target target) {
        return leftAlone.get(target.toString());
    }

    @Override
    public int inFlight(Target target) {
        return inFlight.getOrDefault(target.toString(), 0);
    }

    @Override
    public OptionalDouble latencyMillis(Target target) {
        Double known = latency.get(target.toString());
        return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
    }
}
