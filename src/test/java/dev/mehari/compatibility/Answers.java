package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Defaults;
import dev.mehari.golden.Pair;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What becomes of answers: of each thing that they may hold, and of the word for their end. */
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
        Losses losses = new Losses();
        JsonNode reply =
                java.util.Objects.requireNonNull(Tree.parse(with.toString().replace("{{seal}}", SEAL)));
        JsonNode came = told(reply, peer, caller, losses);
        if (came == null) {
            return new Verdict(Word.REFUSED, List.of("an error"));
        }
        Verdict verdict = Verdict.of(losses.all());
        if (wordless.path(feature).toString().contains(caller)) {
            return Verdict.NONE;
        }
        List<String> missing = new ArrayList<>(Probes.missing(with, came.toString()));
        if (with.toString().contains("{{seal}}") && !Seals.in(came, SEAL)) {
            missing.add("seal");
        }
        if (verdict.word() != Word.LOSSY && !missing.isEmpty()) {
            silent.add(peer.target() + " to " + caller + ": " + feature + " " + missing);
        }
        return verdict;
    }

    static Probes probes(Peer peer) {
        return Probes.of("answers/" + peer.protocol());
    }

    /** The word that a caller reads for why it ended. */
    String end(Peer peer, String word, String caller) {
        boolean calls = word.startsWith("tool");
        ObjectNode reply = calls
                ? java.util.Objects.requireNonNull(probes(peer).with("two calls at once"))
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
        JsonNode came = told(reply, peer, caller, new Losses());
        if (came == null) {
            return "an error";
        }
        return switch (caller) {
            case "openai-chat" -> came.at("/choices/0/finish_reason").asText();
            case "anthropic-messages" -> came.path("stop_reason").asText();
            case "gemini-generate" -> came.at("/candidates/0/finishReason").asText();
            default ->
                came.at("/incomplete_details/reason").asText(came.path("status").asText());
        };
    }

    /** Null when the caller is told of a failure. */
    private static @Nullable JsonNode told(JsonNode reply, Peer peer, String caller, Losses losses) {
        ObjectNode request = Requests.probes(caller).base().put("model", "m");
        request.putArray("include").add("reasoning.encrypted_content");
        AtomicInteger ids = new AtomicInteger();
        Frame frame = new Frame(() -> "x" + ids.incrementAndGet(), "req_1", 1, "m", request, true, true, 10);
        Translation translation =
                new Translation(Pair.codec(caller), peer.codec(), false, Defaults.NONE, peer.aim(), frame);
        int before = translation.losses().size();
        try {
            JsonNode came = Tree.read(translation.whole(Tree.bytes(reply)));
            translation.losses().stream().skip(before).forEach(loss -> losses.add(loss.at(), loss.action()));
            return came;
        } catch (Translation.Fault fault) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
