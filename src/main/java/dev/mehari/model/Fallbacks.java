package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Targets that a caller names for when all others fail: {@code x-mehari-fallbacks: large, openai/gpt-5}. */
final class Fallbacks {
    static final String HEADER = "x-mehari-fallbacks";

    /** Names in the header. */
    private static final int MOST = 5;

    private final Ways ways;

    Fallbacks(Ways ways) {
        this.ways = ways;
    }

    /**
     * The targets of all names, as if each were the model of the call: the same rules, and the same key.
     *
     * @throws Refusal when one of the names is none, or the key may not use it
     */
    List<Target> of(Call call, View view, String header) {
        List<String> names = Stream.of(header.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.size() > MOST) {
            throw Refusal.of(
                    ErrorKind.INVALID_REQUEST, "\"" + HEADER + "\" can name " + MOST + " models at the most", HEADER);
        }
        List<Target> targets = new ArrayList<>();
        for (String name : names) {
            try {
                Names.check(name);
                targets.addAll(ways.of(call, view, name, Ways.Asked.AS_FALLBACK).targets());
            } catch (Refusal refusal) {
                throw Refusal.of(refusal.kind(), HEADER + ": " + refusal.text(), HEADER);
            }
        }
        if (!names.isEmpty()) {
            String shown = String.join(
                    ", ", targets.stream().map(Target::toString).distinct().toList());
            call.decision().note(Decision.Kind.FALLBACKS, "caller", shown);
        }
        return targets;
    }
}
