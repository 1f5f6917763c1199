package dev.mehari.protocol.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Pieces.Then;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
    private static String text(Slice slice) {
        return new String(slice.array(), slice.from(), slice.to() - slice.from(), StandardCharsets.UTF_8);
    }

    private static WireEvent next(SseReader reader) throws IOException {
        return Objects.requireNonNull(reader.next());
    }

    private static List<String> events(SseReader reader) throws IOException {
        List<String> events = new ArrayList<>();
        for (@Nullable WireEvent event = reader.next(); event != null; event = reader.next()) {
            events.add(event.name() + "|" + text(event.data()));
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    @DisplayName("fault 1.2 fields are read alike with every line break")
    void fields(String lineBreak) throws IOException {
        String all = """
                : comment
                event:a
                data: one
                data:two
                data
                data:  three
                id: 1
                database: no
                dat: no

                event: b
                data

                """.replace("\n", lineBreak);
        assertThat(events(new SseReader(Pieces.whole(all)))).containsExactly("a|one\ntwo\n\n three", "b|");
        assertThat(events(new SseReader(new Pieces(Pieces.single(Pieces.bytes(all)), Then.END))))
                .contains("a|one\ntwo\n\n three", "b|");
    }

    @Test
    @DisplayName("fault 1.2 a CRLF split over two reads is one break, and the LF goes with the next bytes")
    void splitCrLf() throws IOException {
        SseReader reader = new SseReader(new Pieces(
                List.of(Pieces.bytes("data: 1\r"), Pieces.bytes("\n\r"), Pieces.bytes("\ndata: 2\r\n\r\n")), Then.END));
        WireEvent first = next(reader);
        assertThat(first.end() - first.start()).isEqualTo("data: 1\r\n\r".length());
        assertThat(first.missing()).containsExactly('\n');
        WireEvent second = next(reader);
        assertThat(second.own()).isEqualTo(second.start() + 1);
        assertThat(text(second.data())).isEqualTo("2");
        assertThat(reader.next()).isNull();
    }

    @Test
    void leadingMarkIsNoPartOfTheFirstField() throws IOException {
        assertThat(events(new SseReader(Pieces.whole("\uFEFFdata: 1\n\n\uFEFFdata: 2\n\n"))))
                .containsExactly("|1", "|");
    }

    @Test
    @DisplayName("a buffer that grew for one event is let go after it")
    void bufferShrinks() throws IOException {
        SseReader reader = new SseReader(new Pieces(
                List.of(Pieces.bytes("data: " + "x".repeat(1 << 20) + "\n\n"), Pieces.bytes("data: 2\n\n")), Then.END));
        WireEvent big = next(reader);
        assertThat(big.buffer().length).isGreaterThan(1 << 20);
        WireEvent small = next(reader);
        assertThat(small.buffer().length).isLessThanOrEqualTo(8192);
        assertThat(text(small.data())).isEqualTo("2");
    }
}
