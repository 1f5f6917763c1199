package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of answers, whole and streamed: of each thing that they may hold, and of the word for their end. */
final class Answers {
    private static final String SEAL = "c2VhbGVk";

    private final JsonNode wordless;
    private final List<String> silent = new ArrayList<>();

    /** @param wordless by features, the callers whose protocol has no words for them */
    Answers(JsonNode wordless) {
        this.wordless = wordless;
    }

    /** What was lost without a word. */
    List<String> silent() {
        return silent;
    }

    Verdict of(Peer peer, String feature, String caller) {
        ObjectNode with = probes(peer).with(feature);
        if (with == null) {
            return Verdict.NONE;
        }
        if (peer.passes(caller)) {
            return Verdict.PASSED;
        }
        return of(with, peer, feature, caller, false).and(of(with, peer, feature, caller, true));
    }

    private Verdict of(ObjectNode with, Peer peer, String feature, String caller, boolean stream) {
        JsonNode reply = Objects.requireNonNull(Tree.parse(with.toString().replace("{{seal}}", SEAL)));
        Told told = Told.of(reply, peer, caller, stream);
        if (told == null) {
            return new Verdict(Word.REFUSED, List.of("an error"));
        }
        Verdict verdict = Verdict.of(told.losses().all());
        if (wordless.path(feature).toString().contains(caller)) {
            return Verdict.NONE;
        }
        List<String> missing = new ArrayList<>(Probes.missing(with, told.text()));
        if (with.toString().contains("{{seal}}") && !told.has(SEAL)) {
            missing.add("seal");
        }
        if (verdict.word() != Word.LOSSY && !missing.isEmpty()) {
            silent.add(peer.target() + " to " + caller + (stream ? ", streamed" : "") + ": " + feature + " " + missing);
        }
        return verdict;
    }

    static Probes probes(Peer peer) {
        return Probes.of("answers/" + peer.protocol());
    }

    /** The word that a caller reads for why it ended; two where a stream has another than a whole answer. */
    String end(Peer peer, String word, String caller) {
        boolean calls = word.startsWith("tool");
        ObjectNode reply = calls
                ? Objects.requireNonNull(probes(peer).with("two calls at once"))
                : probes(peer).base();
        switch (peer.protocol()) {
            case "openai-chat" -> ((ObjectNode) reply.at("/choices/0")).put("finish_reason", word);
            case "anthropic-messages" -> reply.put("stop_reason", word);
            case "gemini-generate" -> ((ObjectNode) reply.at("/candidates/0")).put("finishReason", word);
            default -> {
                boolean status = Set.of("completed", "failed", "cancelled").contains(word);
                reply.put("status", status ? word : "incomplete");
                if (!status) {
                    reply.putObject("incomplete_details").put("reason", word);
                }
            }
        }
        String whole = end(Told.of(reply, peer, caller, false), caller);
        String streamed = end(Told.of(reply, peer, caller, true), caller);
        return whole.equals(streamed) ? whole : whole + ", streamed " + streamed;
    }

    private static String end(@Nullable Told told, String caller) {
        return told == null ? "an error" : told.end(caller);
    }
}
