package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes the page. */
final class Page {
    /** Protocols of callers, and what they are called. */
    static final Map<String, String> CALLERS = new LinkedHashMap<>();

    static {
        CALLERS.put("openai-chat", "OpenAI chat completions");
        CALLERS.put("openai-completions", "OpenAI completions");
        CALLERS.put("openai-responses", "OpenAI responses");
        CALLERS.put("anthropic-messages", "Anthropic messages");
        CALLERS.put("gemini-generate", "Gemini generateContent");
    }

    private final JsonNode features = Probes.read("features");
    private final Requests requests = new Requests(words(features.path("usual")));
    private final Answers answers = new Answers(features.path("wordless"));
    private final Map<String, Map<String, List<Verdict>>> known = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();

    private static Set<String> words(JsonNode list) {
        Set<String> words = new TreeSet<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    /** Features of the files of callers that the list of features does not have. */
    List<String> strangers() {
        List<String> strangers = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        features.path("groups").forEach(group -> known.addAll(words(group)));
        for (String caller : CALLERS.keySet()) {
            Probes probes = Requests.probes(caller);
            probes.names().stream().filter(name -> !known.contains(name)).forEach(strangers::add);
            known.stream()
                    .filter(name -> CALLERS.keySet().stream()
                            .allMatch(any -> Requests.probes(any).with(name) == null))
                    .forEach(strangers::add);
        }
        return strangers;
    }

    /** What was lost without a word, of all that the page tells. */
    List<String> silent() {
        List<String> silent = new ArrayList<>(requests.silent());
        silent.addAll(answers.silent());
        return silent;
    }

    String text() {
        out.setLength(0);
        out.append(Words.HEAD);
        glance();
        out.append("\n## What callers ask\n");
        CALLERS.forEach(this::caller);
        out.append(Words.ANSWERS);
        Peer.ALL.stream().filter(peer -> peer.quirks().isEmpty()).forEach(this::answered);
        out.append(Words.ENDS);
        Peer.ALL.stream().filter(peer -> peer.quirks().isEmpty()).forEach(this::ends);
        out.append(Words.CASES);
        out.append(Cases.text());
        out.append(Words.VECTORS);
        out.append(Cases.vectors());
        out.append(Words.ABSENT);
        return out.toString();
    }

    private static List<String> columns() {
        return Peer.ALL.stream().map(Peer::column).toList();
    }

    private Map<String, List<Verdict>> verdicts(String caller) {
        return known.computeIfAbsent(caller, this::asked);
    }

    private Map<String, List<Verdict>> asked(String caller) {
        Map<String, List<Verdict>> all = new LinkedHashMap<>();
        features.path("groups").forEach(group -> words(group, caller, all));
        return all;
    }

    private void words(JsonNode group, String caller, Map<String, List<Verdict>> all) {
        for (JsonNode feature : group) {
            List<Verdict> row = Peer.ALL.stream()
                    .map(peer -> requests.of(caller, feature.asText(), peer))
                    .toList();
            if (row.stream().anyMatch(verdict -> verdict.word() != Word.NONE)) {
                all.put(feature.asText(), row);
            }
        }
    }

    private void glance() {
        Table table = new Table("from", columns());
        CALLERS.forEach((caller, title) -> {
            Map<String, List<Verdict>> all = verdicts(caller);
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < Peer.ALL.size(); i++) {
                Map<Word, Integer> counts = new EnumMap<>(Word.class);
                for (List<Verdict> row : all.values()) {
                    counts.merge(row.get(i).word(), 1, Integer::sum);
                }
                cells.add(String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(count -> count.getValue() + " " + count.getKey().text)
                                .toList()));
            }
            table.words(
                    "[" + title + "](#from-"
                            + title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + ")",
                    cells);
        });
        out.append(table.text());
    }

    private void caller(String caller, String title) {
        Map<String, List<Verdict>> all = verdicts(caller);
        Table table = new Table("what", columns());
        features.path("groups").properties().forEach(group -> {
            List<String> own = new ArrayList<>(all.keySet());
            own.retainAll(words(group.getValue()));
            if (!own.isEmpty()) {
                table.group(group.getKey());
                own.forEach(feature -> table.row(feature, all.getOrDefault(feature, List.of())));
            }
        });
        out.append("\n### From ").append(title).append("\n\n").append(table.text());
        out.append("\nWhat is named:\n\n").append(table.named());
    }

    private void answered(Peer peer) {
        if (!first(peer)) {
            return;
        }
        Table table = new Table("what", List.copyOf(CALLERS.values()));
        for (String feature : Answers.probes(peer).names()) {
            table.row(
                    feature,
                    CALLERS.keySet().stream()
                            .map(caller -> answers.of(peer, feature, caller))
                            .toList());
        }
        out.append("\n### Answers of ").append(peer.title()).append("\n\n").append(table.text());
        out.append("\nWhat is named:\n\n").append(table.named());
    }

    private void ends(Peer peer) {
        if (!first(peer)) {
            return;
        }
        Table table = new Table("word of " + peer.title(), List.copyOf(CALLERS.values()));
        for (JsonNode word : Answers.probes(peer).file().path("stop")) {
            table.words(
                    word.asText(),
                    CALLERS.keySet().stream()
                            .map(caller ->
                                    peer.passes(caller) ? Word.PASSED.text : answers.end(peer, word.asText(), caller))
                            .toList());
        }
        out.append("\n").append(table.text());
    }

    /** How an upstream answers is the same for all of its models. */
    private static boolean first(Peer peer) {
        return Peer.ALL.stream()
                .filter(other -> other.protocol().equals(peer.protocol()))
                .findFirst()
                .filter(peer::equals)
                .isPresent();
    }
}
