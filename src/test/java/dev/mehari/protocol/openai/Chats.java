package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import dev.mehari.call.ThinkingShown;
import dev.mehari.call.VendorQuirks;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatEvent;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests and answers in few words: JSON in single quotes. */
final class Chats {
    static final OpenAiChat CHAT = new OpenAiChat();
    private static final Set<String> WORDS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private Chats() {}

    static JsonNode json(String text) {
        JsonNode tree = Tree.parse(text.replace('\'', '"'));
        if (tree == null) {
            throw new IllegalArgumentException(text);
        }
        return tree;
    }

    static Aim aim(String... words) {
        return aim(WORDS, words);
    }

    static Aim aim(Set<String> effort, String... words) {
        Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
        for (String word : words) {
            quirks.addAll(VendorQuirks.named(word));
        }
        return new Aim("m", new Capabilities(true, Set.of(), effort, true, true, true, true, true, true, 0, 0), quirks);
    }

    /** What an upstream is sent for a body, without its model. */
    static JsonNode sent(String body, Aim aim, Losses losses) {
        JsonNode tree = json(body);
        return CHAT.write(CHAT.read(tree, tree.path("stream").asBoolean(), losses), aim, losses)
                .body()
                .without("model");
    }

    /** The losses of a request with this beside one message. */
    static List<String> lost(String members, Aim aim) {
        Losses losses = new Losses();
        sent(with(members), aim, losses);
        return words(losses);
    }

    /** What becomes of members beside one message. */
    static JsonNode sent(String members, Aim aim) {
        return ((com.fasterxml.jackson.databind.node.ObjectNode) sent(with(members), aim, new Losses()))
                .without("messages");
    }

    static String with(String members) {
        return "{'messages':[{'role':'user','content':'Hi'}]" + (members.isEmpty() ? "" : ",") + members + "}";
    }

    static List<String> words(Losses losses) {
        return losses.all().stream().map(Loss::toString).toList();
    }

    static Frame frame(String request, ThinkingShown thinking) {
        return frame(CHAT, request, thinking);
    }

    static Frame frame(ChatCodec codec, String request, ThinkingShown thinking) {
        AtomicInteger count = new AtomicInteger();
        JsonNode body = json(request);
        return new Frame(
                () -> "x" + count.incrementAndGet(),
                "r",
                7,
                "asked",
                codec.repeated(body),
                body.at("/stream_options/include_usage").asBoolean(),
                true,
                () -> 1,
                thinking,
                false);
    }

    /** A stream in which every chunk has one choice with this delta; what begins with a brace is a chunk itself. */
    static String stream(String... deltas) {
        StringBuilder out = new StringBuilder();
        for (String delta : deltas) {
            String data = delta.startsWith("{") || delta.startsWith("[")
                    ? delta
                    : "{'id':'c1','model':'up','choices':[{'index':0," + delta + "}]}";
            out.append("data: ").append(data.replace('\'', '"')).append("\n\n");
        }
        return out.toString();
    }

    /** Every event of a stream in the pieces in which it came; {@code null} at the end when it was not complete. */
    static List<@Nullable ChatEvent> decoded(List<byte[]> pieces, Aim aim, Losses losses) {
        List<@Nullable ChatEvent> events = new ArrayList<>();
        AnswerDecoder decoder = CHAT.decoder(aim, losses);
        SseReader reader = new SseReader(new Pieces(pieces, Pieces.Then.END));
        try {
            for (WireEvent event = reader.next(); event != null && !decoder.over(); event = reader.next()) {
                take(decoder, event, events::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!decoder.end(events::add)) {
            events.add(null);
        }
        return events;
    }

    private static void take(AnswerDecoder decoder, WireEvent event, Consumer<ChatEvent> out) {
        try {
            if (event.whole()) {
                decoder.event(event.name(), event.data(), out);
            }
        } catch (IOException e) {
            assert e.getMessage() != null;
        }
    }

    static List<@Nullable ChatEvent> decoded(String stream, String... quirks) {
        return decoded(List.of(stream.getBytes(StandardCharsets.UTF_8)), aim(quirks), new Losses());
    }

    /** A stream in short: {@code text(a b) call1(id name {"a":1}) stop}, a bar between the pieces. */
    static String told(List<@Nullable ChatEvent> events) {
        return Told.of(events);
    }

    /** What a caller is sent for events. */
    static String encoded(List<ChatEvent> events, Frame frame) {
        AnswerEncoder encoder = CHAT.encoder(frame, new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> encoder.take(event, out::writeBytes));
        encoder.flush(out::writeBytes);
        encoder.end(out::writeBytes);
        return out.toString(StandardCharsets.UTF_8);
    }

    static JsonNode whole(List<ChatEvent> events, Frame frame) {
        Answer answer = new Answer();
        events.forEach(answer);
        try {
            return Tree.read(CHAT.encoder(frame, new Losses()).whole(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
