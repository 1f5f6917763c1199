package dev.mehari.protocol.anthropic;

import dev.mehari.golden.GoldenCase;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.sse.SseReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Streams of Anthropic's, and what is read of them. */
final class Upstream {
    private Upstream() {}

    record Got(List<ChatEvent> events, boolean complete, List<String> losses, int garbled) {}

    static Stream<GoldenCase> streams() {
        return GoldenCase.all().stream()
                .filter(c -> c.upstream().endsWith("anthropic") || c.upstream().equals("anthropic-messages"))
                .filter(GoldenCase::streamed);
    }

    static Stream<GoldenCase> replies() {
        return GoldenCase.all().stream()
                .filter(c -> c.upstream().equals("anthropic-messages"))
                .filter(c -> c.root().path("upstream_response").has("content"));
    }

    static Got read(List<byte[]> pieces) throws IOException {
        List<ChatEvent> events = new ArrayList<>();
        Losses losses = new Losses();
        ReplyDecoder decoder = new ReplyDecoder(losses);
        int garbled = 0;
        SseReader reader = new SseReader(new Pieces(pieces, Pieces.Then.END));
        for (WireEvent event = reader.next(); event != null && !decoder.over(); event = reader.next()) {
            try {
                decoder.event(event.name(), event.data(), events::add);
            } catch (IOException e) {
                garbled++;
            }
        }
        boolean complete = decoder.end(events::add);
        return new Got(events, complete, Chats.words(losses), garbled);
    }

    static Got read(String... events) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String event : events) {
            all.append("data: ").append(Chats.json(event)).append("\n\n");
        }
        return read(List.of(Pieces.bytes(all.toString())));
    }
}
