package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.golden.Pair;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What becomes of requests. Each is written with a feature and without: what makes no difference and has no loss was lost in silence. */
final class Requests {
    private final Set<String> usual;
    private final List<String> silent = new ArrayList<>();

    /** @param usual features that may go without saying */
    Requests(Set<String> usual) {
        this.usual = usual;
    }

    /** What was lost without a word. */
    List<String> silent() {
        return silent;
    }

    Verdict of(String caller, String feature, Peer peer) {
        return of(caller, feature, peer, false).and(of(caller, feature, peer, true));
    }

    private Verdict of(String caller, String feature, Peer peer, boolean stream) {
        Probes probes = probes(caller);
        ObjectNode with = probes.with(feature);
        if (with == null) {
            return Verdict.NONE;
        }
        if (peer.passes(caller)) {
            return Verdict.PASSED;
        }
        Losses losses = new Losses();
        Losses before = new Losses();
        try {
            JsonNode plain = written(caller, probes.without(feature), peer, stream, before);
            JsonNode said = sealed(with, caller, peer);
            JsonNode came = written(caller, said, peer, stream, losses);
            List<dev.mehari.protocol.chat.Loss> more = losses.all().stream()
                    .filter(loss -> !before.all().contains(loss))
                    .toList();
            Verdict verdict = Verdict.of(more);
            check(caller, feature, peer, verdict, came.equals(plain) ? List.of("no difference") : List.of());
            check(caller, feature, peer, verdict, List.copyOf(Probes.missing(with, came.toString())));
            boolean seals = !peer.protocol().equals("openai-chat");
            if (with.toString().contains("{{own}}") && seals && !came.toString().contains(Probes.BYTES)) {
                check(caller, feature, peer, verdict, List.of("the seal"));
            }
            return verdict;
        } catch (Refusal refusal) {
            return Verdict.refused(refusal);
        }
    }

    static Probes probes(String caller) {
        return Probes.of(caller.replaceFirst("-(messages|generate)$", ""));
    }

    private void check(String caller, String feature, Peer peer, Verdict verdict, List<String> lost) {
        boolean told = verdict.word() != Word.EXACT && verdict.word() != Word.EMULATED;
        if (!told && !lost.isEmpty() && !usual.contains(feature)) {
            silent.add(caller + " to " + peer.target() + ": " + feature + " " + lost);
        }
    }

    private static JsonNode written(String caller, JsonNode request, Peer peer, boolean stream, Losses losses) {
        ObjectNode body = request.deepCopy();
        body.put("model", peer.target().model());
        return peer.codec()
                .write(Pair.codec(caller).read(body, stream, losses), peer.aim(), losses)
                .body();
    }

    /** Puts thinking that the upstream itself, or another, has sealed where the request has a place for it. */
    private static JsonNode sealed(ObjectNode request, String caller, Peer peer) {
        Carrier own = carrier(peer.protocol());
        Carrier foreign = carrier(peer.protocol().startsWith("gemini") ? "anthropic-messages" : "gemini-generate");
        String text = request.toString()
                .replace("{{own}}", envelope(own, caller))
                .replace("{{foreign}}", envelope(foreign, caller));
        return java.util.Objects.requireNonNull(Tree.parse(text));
    }

    private static String envelope(Carrier carrier, String caller) {
        return caller.startsWith("gemini") ? Envelope.base64(carrier) : Envelope.text(carrier);
    }

    private static Carrier carrier(String protocol) {
        ObjectNode block = Tree.object();
        return switch (protocol) {
            case "gemini-generate" -> new Carrier(Protocol.GEMINI, TextNode.valueOf(Probes.BYTES));
            case "openai-responses" ->
                new Carrier(
                        Protocol.OPENAI_RESPONSES,
                        block.put("type", "reasoning").put("id", "rs_1").put("encrypted_content", Probes.BYTES));
            default ->
                new Carrier(
                        Protocol.ANTHROPIC_MESSAGES,
                        Tree.array()
                                .add(block.put("type", "thinking")
                                        .put("thinking", "probe")
                                        .put("signature", Probes.BYTES)));
        };
    }
}
