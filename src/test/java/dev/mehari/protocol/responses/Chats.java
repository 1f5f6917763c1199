package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests and answers in few words: JSON in single quotes. */
final class Chats {
    static final ResponsesChat CHAT = new ResponsesChat();
    private static final Set<String> WORDS = Set.of("none", "low", "medium", "high");

    private Chats() {}

    static JsonNode json(String text) {
        JsonNode tree = Tree.parse(text.replace('\'', '"'));
        if (tree == null) {
            throw new IllegalArgumentException(text);
        }
        return tree;
    }

    static ChatRequest read(String body, Losses losses) {
        return CHAT.read(json(body), false, losses);
    }

    static ChatRequest read(String body) {
        return read(body, new Losses());
    }

    /** What reading a body loses. */
    static List<String> lost(String body) {
        Losses losses = new Losses();
        read(body, losses);
        return words(losses);
    }

    static List<String> words(Losses losses) {
        return losses.all().stream().map(Loss::toString).toList();
    }

    static Aim aim(Quirk... quirks) {
        return aim(WORDS, quirks);
    }

    static Aim aim(Set<String> effort, Quirk... quirks) {
        Set<Quirk> all = EnumSet.noneOf(Quirk.class);
        all.addAll(List.of(quirks));
        return new Aim("m", new Capabilities(true, Set.of(), effort, true, true, true, true, true, true, 1000, 0), all);
    }

    /** What an upstream is sent for a body of this same protocol, without what always stands there. */
    static ObjectNode sent(String body, Aim aim, Losses losses) {
        ObjectNode sent = CHAT.write(read(body, losses), aim, losses).body();
        sent.remove(List.of("model", "store"));
        return sent;
    }

    /** What becomes of members beside a question. */
    static ObjectNode sent(String members) {
        ObjectNode sent = sent("{'input':'Hi'," + members + "}", aim(Set.of()), new Losses());
        sent.remove("input");
        return sent;
    }

    static Frame frame(String request) {
        AtomicInteger count = new AtomicInteger();
        JsonNode kept = CHAT.repeated(json(request));
        return new Frame(() -> "x" + count.incrementAndGet(), "req_1", 7, "asked", kept, false, true, 1);
    }

    /** The same for an answer of a server of this protocol. */
    static Frame own(String request) {
        Frame other = frame(request);
        return new Frame(
                other.ids(),
                other.requestId(),
                other.created(),
                other.model(),
                other.request(),
                other.usageAsked(),
                other.eventStream(),
                other.input(),
                other.thinking(),
                true);
    }

    /** A stream of these events, with the name of each before it. */
    static String stream(String... events) {
        StringBuilder out = new StringBuilder();
        for (String event : events) {
            JsonNode data = json(event);
            out.append("event: ")
                    .append(data.path("type").asText())
                    .append("\ndata: ")
                    .append(Tree.text(data))
                    .append("\n\n");
        }
        return out.toString();
    }

    /** Every event of a stream; false as the last when it was not complete. */
    static List<Object> decoded(List<byte[]> pieces, Losses losses) {
        List<Object> events = new ArrayList<>();
        AnswerDecoder decoder = CHAT.decoder(aim(), losses);
        SseReader reader = new SseReader(new Pieces(pieces, Pieces.Then.END));
        try {
            for (WireEvent event = reader.next(); event != null && !decoder.over(); event = reader.next()) {
                if (event.whole()) {
                    decoder.event(event.name(), event.data(), events::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!decoder.end(events::add)) {
            events.add(false);
        }
        return events;
    }

    static List<Object> decoded(String stream) {
        return decoded(List.of(Pieces.bytes(stream)), new Losses());
    }

    static List<Object> whole(String reply) {
        List<Object> events = new ArrayList<>();
        CHAT.decoder(aim(), new Losses()).whole(json(reply), events::add);
        return events;
    }

    /** What a caller is sent for events. */
    static byte[] encoded(List<ChatEvent> events, Frame frame) {
        AnswerEncoder encoder = CHAT.encoder(frame, new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> encoder.take(event, out::writeBytes));
        encoder.end(out::writeBytes);
        return out.toByteArray();
    }

    static JsonNode collected(List<ChatEvent> events, Frame frame) {
        Answer answer = new Answer();
        events.forEach(answer);
        return json(new String(CHAT.encoder(frame, new Losses()).whole(answer), StandardCharsets.UTF_8));
    }
}
