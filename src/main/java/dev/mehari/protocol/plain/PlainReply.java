package dev.mehari.protocol.plain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.sse.SseWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a route answered as a reply of chat completions, whole or as a stream. */
public final class PlainReply {
    private PlainReply() {}

    /**
     * A reply as an upstream would send it.
     *
     * @param status 200, or what the route says
     */
    public record Written(int status, boolean eventStream, InputStream body) {}

    /**
     * Writes an answer.
     *
     * @param stream whether a stream was asked for
     * @param encoder of chat completions
     * @throws IOException when pieces break off before anything is written
     * @throws IllegalArgumentException when the route left nothing that an answer can be made of
     */
    public static Written of(Pieces pieces, boolean stream, AnswerEncoder encoder, Supplier<String> ids)
            throws IOException {
        Piece first = pieces.next();
        if (first == null) {
            throw new IllegalArgumentException("nothing");
        }
        if (first instanceof Piece.Failed failed) {
            return new Written(failed.status(), false, bytes(error(failed)));
        }
        if (stream) {
            return new Written(200, true, new Events(first, pieces, encoder, ids));
        }
        Answer answer = new Answer();
        PlainEvents events = new PlainEvents(ids, answer);
        events.start();
        for (Piece piece = first; piece != null; piece = pieces.next()) {
            if (piece instanceof Piece.Failed failed) {
                return new Written(failed.status(), false, bytes(error(failed)));
            }
            events.take(piece);
        }
        events.end();
        return new Written(200, false, new ByteArrayInputStream(encoder.whole(answer)));
    }

    private static String error(Piece.Failed failed) {
        ObjectNode error = Tree.object().put("message", failed.message()).put("code", failed.code());
        return Tree.text(Tree.object("error", error.put("status", failed.status())));
    }

    private static InputStream bytes(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    /** One event a read; what a piece becomes is asked for when it is read, and not before. */
    private static final class Events extends InputStream {
        private final Pieces pieces;
        private final AnswerEncoder encoder;
        private final PlainEvents events;
        private final Deque<byte[]> ready = new ArrayDeque<>();
        private @Nullable Piece first;
        private int given;
        private boolean over;

        Events(Piece first, Pieces pieces, AnswerEncoder encoder, Supplier<String> ids) {
            this.first = first;
            this.pieces = pieces;
            this.encoder = encoder;
            this.events = new PlainEvents(ids, event -> encoder.take(event, ready::add));
            events.start();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            while (ready.isEmpty() && !over) {
                fill();
            }
            byte[] next = ready.peek();
            if (next == null) {
                return -1;
            }
            int n = Math.min(length, next.length - given);
            System.arraycopy(next, given, to, offset, n);
            given += n;
            if (given == next.length) {
                ready.remove();
                given = 0;
            }
            return n;
        }

        private void fill() throws IOException {
            Piece piece = first;
            first = null;
            if (piece == null) {
                try {
                    piece = pieces.next();
                } catch (IllegalArgumentException e) {
                    throw new IOException("the route gave a part that is none of an answer", e);
                }
            }
            if (piece == null) {
                over = true;
                events.end();
                encoder.flush(ready::add);
                encoder.end(ready::add);
            } else if (piece instanceof Piece.Failed failed) {
                over = true;
                ready.add(SseWriter.event(error(failed)));
            } else {
                events.take(piece);
                encoder.flush(ready::add);
            }
        }
    }
}
