package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Defaults;
import dev.mehari.golden.Pair;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told of an answer.
 *
 * @param said one JSON for a whole answer, one for each event of a stream
 */
record Told(List<JsonNode> said, Losses losses) {
    /** Null when the caller is told of a failure. */
    static @Nullable Told of(JsonNode reply, Peer peer, String caller, boolean stream) {
        return stream ? streamed(reply, peer, caller) : whole(reply, peer, caller);
    }

    String text() {
        return said.toString();
    }

    boolean has(String seal) {
        return said.stream().anyMatch(node -> Seals.in(node, seal));
    }

    /** The word for why it ended. */
    String end(String caller) {
        String end = "";
        for (JsonNode each : said) {
            JsonNode response = each.has("response") ? each.path("response") : each;
            JsonNode word = switch (caller) {
                case "openai-chat", "openai-completions" -> each.at("/choices/0/finish_reason");
                case "anthropic-messages" -> (each.has("delta") ? each.path("delta") : each).path("stop_reason");
                case "gemini-generate" -> each.at("/candidates/0/finishReason");
                default ->
                    response.at("/incomplete_details/reason").isTextual()
                            ? response.at("/incomplete_details/reason")
                            : response.path("status");
            };
            end = word.isTextual() ? word.asText() : end;
        }
        return end;
    }

    private static @Nullable Told whole(JsonNode reply, Peer peer, String caller) {
        Translation translation =
                new Translation(Pair.codec(caller), peer.codec(), false, Defaults.NONE, peer.aim(), frame(caller));
        int before = translation.losses().size();
        try {
            JsonNode came = Tree.read(translation.whole(Tree.bytes(reply)));
            Losses losses = new Losses();
            translation.losses().stream().skip(before).forEach(loss -> losses.add(loss.at(), loss.action()));
            return new Told(List.of(came), losses);
        } catch (Translation.Fault fault) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Told streamed(JsonNode reply, Peer peer, String caller) {
        Losses losses = new Losses();
        AnswerDecoder decoder = peer.codec().decoder(peer.aim(), losses);
        AnswerEncoder encoder = Pair.codec(caller).encoder(frame(caller), losses);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean[] failed = new boolean[1];
        Consumer<ChatEvent> events = event -> {
            failed[0] |= event instanceof ChatEvent.Failed;
            if (!failed[0]) {
                encoder.take(event, out::writeBytes);
            }
        };
        try {
            for (Streamed.Event event : Streamed.of(peer.protocol(), reply)) {
                decoder.event(event.name(), event.slice(), events);
                encoder.flush(out::writeBytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!decoder.end(events) || failed[0]) {
            return null;
        }
        encoder.end(out::writeBytes);
        List<JsonNode> said = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).split("\r?\n", -1)) {
            JsonNode data = line.startsWith("data: {") ? Tree.parse(line.substring(6)) : null;
            if (data != null) {
                said.add(data);
            }
        }
        return new Told(said, losses);
    }

    private static Frame frame(String caller) {
        ObjectNode request = Requests.probes(caller).base().put("model", "m");
        request.putArray("include").add("reasoning.encrypted_content");
        AtomicInteger ids = new AtomicInteger();
        return new Frame(() -> "x" + ids.incrementAndGet(), "req_1", 1, "m", request, true, true, 10);
    }
}
