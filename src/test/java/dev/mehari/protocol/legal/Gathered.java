package dev.mehari.protocol.legal;

import java.util.ArrayList;
import java.util.List;

/** One choice as it is being heard. */
final class Gathered {
    final StringBuilder thinking = new StringBuilder();
    final StringBuilder text = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    final List<Heard.Call> calls = new ArrayList<>();
    final List<String> seals = new ArrayList<>();
    final List<String> others = new ArrayList<>();
    String stop = "";

    void call(String id, String name, String arguments) {
        calls.add(new Heard.Call(id, name, Heard.comparable(arguments)));
    }

    /** Whole answers have lists of each kind, which do not tell what came first. */
    private static List<String> sorted(List<String> all) {
        return all.stream().sorted().toList();
    }

    Heard.Choice choice() {
        return new Heard.Choice(
                thinking.toString(),
                text.toString(),
                refusal.toString(),
                List.copyOf(calls),
                sorted(seals),
                sorted(others),
                stop);
    }
}
