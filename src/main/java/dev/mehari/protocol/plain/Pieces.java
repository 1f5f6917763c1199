package dev.mehari.protocol.plain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** The pieces of an answer, one after the other, as a route gives them: at once or while they come. One answer, one thread. */
public final class Pieces {
    /** Gives what comes next; null at the end. */
    @FunctionalInterface
    public interface Source {
        @Nullable
        Object next() throws IOException;
    }

    private static final int MOST_CHARACTERS = 4096;

    private final Source source;
    private final boolean live;
    private final Deque<Piece> ready = new ArrayDeque<>();

    private Pieces(Source source, boolean live) {
        this.source = source;
        this.live = live;
    }

    /** Pieces that come while they are read. */
    public static Pieces live(Source source) {
        return new Pieces(source, true);
    }

    /** What a route left as its body: an answer, several parts of one, or the bytes of a text that is still coming. */
    public static Pieces of(@Nullable Object said) {
        return switch (said) {
            case Pieces pieces -> pieces;
            case ByteArrayInputStream bytes -> new Pieces(texts(bytes), false);
            case InputStream bytes -> new Pieces(texts(bytes), true);
            case Iterator<?> parts -> new Pieces(each(parts), true);
            case List<?> parts -> new Pieces(each(parts.iterator()), false);
            case Iterable<?> parts when !(parts instanceof JsonNode) -> new Pieces(each(parts.iterator()), true);
            case BaseStream<?, ?> parts -> new Pieces(each(parts.iterator()), true);
            case null, default -> new Pieces(each(PlainAnswer.pieces(said).iterator()), false);
        };
    }

    /** Whether they are still on their way. */
    public boolean isLive() {
        return live;
    }

    /**
     * The next piece; null at the end.
     *
     * @throws IOException when what is read breaks off
     * @throws IllegalArgumentException when a part is nothing that an answer can be made of
     */
    public @Nullable Piece next() throws IOException {
        while (ready.isEmpty()) {
            Object more = source.next();
            if (more == null) {
                return null;
            }
            ready.addAll(PlainAnswer.pieces(more));
        }
        return ready.poll();
    }

    private static Source each(Iterator<?> parts) {
        return () -> parts.hasNext() ? parts.next() : null;
    }

    private static Source texts(InputStream bytes) {
        Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
        char[] characters = new char[MOST_CHARACTERS];
        return () -> {
            int read = text.read(characters, 0, characters.length);
            return read < 0 ? null : new String(characters, 0, read);
        };
    }
}
