package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.Pieces.Then;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the streams of every protocol. */
class TapTest {
    record Kind(String name, Codec codec, boolean eventStream, List<String> events, String lineBreak) {
        String text() {
            return eventStream ? Streams.framed(events, lineBreak) : array(events);
        }

        Watched run(List<byte[]> pieces, Then then) {
            Watched watched = new Watched();
            return watched.drain(codec.tap(new Pieces(pieces, then), eventStream, false, "req_1", watched));
        }

        @Override
        public String toString() {
            return name + " " + (eventStream ? lineBreak.replace("\r", "CR").replace("\n", "LF") : "array");
        }
    }

    static String array(List<String> events) {
        return events.stream().map(e -> e.substring(6)).collect(Collectors.joining("\n,\r\n", "[", "\n]"));
    }

    static Stream<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (String lineBreak : List.of("\n", "\r\n", "\r")) {
            kinds.add(new Kind("openai", new OpenAiCodec(), true, Streams.OPENAI, lineBreak));
            kinds.add(new Kind(
                    "completions",
                    OpenAiCodec.completions(ErrorFormat.PROTOCOL),
                    true,
                    Streams.COMPLETIONS,
                    lineBreak));
            kinds.add(new Kind("responses", new ResponsesCodec(), true, Streams.RESPONSES, lineBreak));
            kinds.add(new Kind("anthropic", new AnthropicCodec(), true, Streams.ANTHROPIC, lineBreak));
            kinds.add(new Kind("gemini", new GeminiCodec(), true, Streams.GEMINI, lineBreak));
        }
        kinds.add(new Kind("gemini", new GeminiCodec(), false, Streams.GEMINI, ""));
        return kinds.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("fault 1.1 characters cut at every byte, and one byte a read, arrive whole")
    void everyCut(Kind kind) {
        byte[] all = Pieces.bytes(kind.text());
        Watched uncut = kind.run(List.of(all), Then.END);
        assertThat(uncut.text()).isEqualTo(kind.text()).contains("北京 🌍 é");
        assertThat(uncut.last()).isEqualTo("ended null");
        for (int at = 0; at <= all.length; at++) {
            Watched cut = kind.run(Pieces.cutAt(all, at), Then.END);
            assertThat(cut.text()).as("cut at %d", at).isEqualTo(kind.text());
            assertThat(cut.calls).as("cut at %d", at).isEqualTo(uncut.calls);
        }
        Watched single = kind.run(Pieces.single(all), Then.END);
        assertThat(single.text()).isEqualTo(kind.text());
        assertThat(single.calls).isEqualTo(uncut.calls);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("fault 1.2 each event is handed out before the byte behind it arrives")
    void noReadingAhead(Kind kind) {
        byte[] all = Pieces.bytes(kind.text());
        int events = kind.events.size();
        List<byte[]> pieces = Pieces.single(all);
        int seen = 0;
        for (int at = 1; at <= all.length; at++) {
            Watched watched = new Watched();
            var tap = kind.codec.tap(
                    new Pieces(pieces.subList(0, at), Then.SILENCE), kind.eventStream, false, "r", watched);
            int whole = complete(kind, new String(all, 0, at, StandardCharsets.ISO_8859_1));
            byte[] buffer = new byte[1 << 14];
            for (int i = 0; i < whole; i++) {
                assertThat(read(tap, buffer)).isPositive();
            }
            seen = Math.max(seen, whole);
        }
        assertThat(seen).isEqualTo(events);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("fault 1.14 hiding the usage event leaves no byte of it, wherever the bytes are cut")
    void everyCutHidden(Kind kind) {
        byte[] all = Pieces.bytes(kind.text());
        Watched uncut = new Watched();
        uncut.drain(kind.codec.tap(new Pieces(List.of(all), Then.END), kind.eventStream, true, "r", uncut));
        for (int at = 0; at <= all.length; at++) {
            Watched cut = new Watched();
            cut.drain(kind.codec.tap(new Pieces(Pieces.cutAt(all, at), Then.END), kind.eventStream, true, "r", cut));
            assertThat(cut.text()).as("cut at %d", at).isEqualTo(uncut.text());
            assertThat(cut.calls).as("cut at %d", at).isEqualTo(uncut.calls);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many events are whole in a part of the stream: counted by their text, not by a reader. */
    private static int complete(Kind kind, String part) {
        int count = 0;
        int from = 0;
        for (String event : kind.events) {
            String end = kind.eventStream
                    ? latin(event.replace("\n", kind.lineBreak)) + kind.lineBreak + kind.lineBreak.charAt(0)
                    : latin(event.substring(6));
            int at = part.indexOf(end, from);
            if (at < 0) {
                return count;
            }
            from = at + end.length();
            count++;
        }
        return count;
    }

    private static String latin(String text) {
        return new String(Pieces.bytes(text), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("one read, one event")
    void oneEventARead(Kind kind) {
        Watched watched = kind.run(List.of(Pieces.bytes(kind.text())), Then.END);
        assertThat(watched.reads).hasSize(kind.events.size() + (kind.eventStream ? 0 : 1));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("fault 2.8 a stream cut at any byte ends once, with an error unless it was complete")
    void truncated(Kind kind) {
        byte[] all = Pieces.bytes(kind.text());
        for (int at = 0; at < all.length; at++) {
            byte[] part = Arrays.copyOf(all, at);
            for (Then then : List.of(Then.END, Then.BREAK)) {
                Watched watched = kind.run(List.of(part), then);
                String text = watched.text();
                assertThat(watched.endings()).as("cut at %d", at).hasSize(1);
                assertThat(text).doesNotContain("\uFFFD");
                switch (watched.last()) {
                    case "ended null" ->
                        assertThat(text)
                                .doesNotContain("\"error\"")
                                .containsPattern(
                                        "(\\{\\}|\"text\":\"\").*\"finish_reason\":\"|message_stop|response.completed|finishReason");
                    case "ended INCOMPLETE", "ended BROKEN" -> {
                        assertThat(watched.last()).endsWith(then == Then.END ? "INCOMPLETE" : "BROKEN");
                        assertThat(text)
                                .contains(Watched.CUT)
                                .doesNotContain("[DONE]")
                                .doesNotContain("message_stop")
                                .doesNotContain("response.completed")
                                .doesNotContain("finishReason");
                    }
                    default -> throw new AssertionError(watched.last());
                }
                if (!kind.eventStream) {
                    assertThat(Parsed.json(text).isArray()).as(text).isTrue();
                } else {
                    assertThat(text).matches("(?s).*(\n\n|\r\n\r\n?|\r\r)|");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("random cuts change neither the bytes nor what the watch hears")
    void randomCuts(Kind kind) {
        Seeded seeded = Seeded.fresh();
        for (int round = 0; round < Seeded.times(200); round++) {
            List<String> events = new ArrayList<>(kind.events);
            String text = kind.eventStream ? mixed(events, seeded.random()) : kind.text();
            byte[] all = Pieces.bytes(text);
            boolean hide = seeded.random().nextBoolean();
            Watched uncut = new Watched();
            uncut.drain(kind.codec.tap(new Pieces(List.of(all), Then.END), kind.eventStream, hide, "r", uncut));
            Watched cut = new Watched();
            cut.drain(kind.codec.tap(
                    new Pieces(Pieces.random(all, seeded.random()), Then.END), kind.eventStream, hide, "r", cut));
            assertThat(cut.text()).as("%s round %d", seeded, round).isEqualTo(uncut.text());
            assertThat(cut.calls).as("%s round %d", seeded, round).isEqualTo(uncut.calls);
            assertThat(uncut.last()).isEqualTo("ended null");
        }
    }

    private static String mixed(List<String> events, Random random) {
        StringBuilder all = new StringBuilder();
        for (String event : events) {
            all.append(event.replace("\n", anyBreak(random))).append(anyBreak(random));
            // A CR and an LF by accident side by side would be one break.
            String blank = all.charAt(all.length() - 1) == '\r' ? "\r\n" : anyBreak(random);
            all.append(blank);
            if (random.nextInt(4) == 0) {
                all.append(": comment").append(blank).append(blank.equals("\r") ? "\r" : blank);
            }
        }
        return all.toString();
    }

    private static String anyBreak(Random random) {
        return List.of("\n", "\r\n", "\r").get(random.nextInt(3));
    }
}
