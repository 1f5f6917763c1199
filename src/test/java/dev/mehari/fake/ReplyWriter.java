package dev.mehari.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Plays one reply on a socket. Each piece is one write, so that what a peer reads together was sent together. */
final class ReplyWriter {
    /** How the connection stands after a reply. */
    enum Outcome {
        KEEP,
        CLOSE,
        RESET
    }

    private final Socket socket;
    private final SeenRequest seen;
    private final Reply reply;
    private final Waiting waiting;
    private final ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    private final @Nullable GZIPOutputStream gzip;
    private long payload;
    private int turn;

    /** How a writer waits without going deaf to the peer. */
    interface Waiting {
        /** Waits out the delay; false when the peer left before. */
        boolean pause(Step.Pause pause);

        boolean gate(Step.Gate gate);

        void untilPeerLeaves();
    }

    ReplyWriter(Socket socket, SeenRequest seen, Reply reply, Waiting waiting) throws IOException {
        this.socket = socket;
        this.seen = seen;
        this.reply = reply;
        this.waiting = waiting;
        this.gzip = reply.wire().gzip() ? new GZIPOutputStream(zipped, true) : null;
    }

    Outcome play() throws IOException {
        for (Step step : reply.beforeHead()) {
            Outcome ended = play(step);
            if (ended != null) {
                return ended;
            }
        }
        if (reply.wire().transfer() == Reply.Transfer.LENGTH) {
            return playWhole();
        }
        if (reply.sendsHead()) {
            send(head(reply.wire().transfer() == Reply.Transfer.CHUNKED ? "transfer-encoding: chunked\r\n" : "")
                    .getBytes(StandardCharsets.ISO_8859_1));
        }
        for (Step step : reply.steps()) {
            Outcome ended = play(step);
            if (ended != null) {
                return ended;
            }
        }
        if (gzip != null) {
            gzip.finish();
            body(drained());
        }
        if (reply.wire().transfer() == Reply.Transfer.CLOSE) {
            return Outcome.CLOSE;
        }
        send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return Outcome.KEEP;
    }

    /** A reply with a length: its pieces are joined first, and only what they say beside bytes is played. */
    private Outcome playWhole() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (Step step : reply.steps()) {
            switch (step) {
                case Step.Piece piece -> whole.writeBytes(encoded(piece));
                case Step.Half(Step.Piece piece) -> whole.writeBytes(half(encoded(piece)));
                case Step.Repeat(Step.Piece piece, int times) -> {
                    for (int i = 0; i < times; i++) {
                        whole.writeBytes(encoded(piece));
                    }
                }
                default -> {}
            }
        }
        if (gzip != null) {
            gzip.finish();
            whole.writeBytes(drained());
        }
        if (reply.sendsHead()) {
            int promised = whole.size() + reply.wire().missing();
            send(head("content-length: " + promised + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        Outcome cut = body(whole.toByteArray());
        if (cut != null) {
            return cut;
        }
        for (Step step : reply.steps()) {
            Outcome ended = step instanceof Step.Piece || step instanceof Step.Repeat ? null : play(step);
            if (ended != null) {
                return ended;
            }
        }
        return reply.wire().missing() > 0 ? Outcome.CLOSE : Outcome.KEEP;
    }

    private @Nullable Outcome play(Step step) throws IOException {
        return switch (step) {
            case Step.Piece piece -> {
                Outcome ended = body(encoded(piece));
                if (ended == null && Reply.isEvent(piece)) {
                    seen.wroteEvent();
                }
                yield ended;
            }
            case Step.Half(Step.Piece piece) ->
                reply.wire().transfer() == Reply.Transfer.LENGTH ? null : body(half(encoded(piece)));
            case Step.Repeat(Step.Piece piece, int times) -> {
                Outcome ended = null;
                for (int i = 0; i < times && ended == null; i++) {
                    ended = play((Step) piece);
                }
                yield ended;
            }
            case Step.Unframed(byte[] bytes) -> {
                send(bytes);
                yield null;
            }
            case Step.Pause pause -> waiting.pause(pause) ? null : Outcome.CLOSE;
            case Step.Gate gate -> waiting.gate(gate) ? null : Outcome.CLOSE;
            case Step.Hold hold -> {
                waiting.untilPeerLeaves();
                yield Outcome.CLOSE;
            }
            case Step.Cut cut -> Outcome.CLOSE;
            case Step.Reset reset -> Outcome.RESET;
        };
    }

    private String head(String length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " " + reason(reply.status()) + "\r\n");
        reply.headers()
                .lines()
                .forEach(line -> head.append(line.name())
                        .append(": ")
                        .append(line.value())
                        .append("\r\n"));
        if (reply.wire().gzip()) {
            head.append("content-encoding: gzip\r\n");
        }
        if (reply.wire().transfer() == Reply.Transfer.CLOSE) {
            head.append("connection: close\r\n");
        }
        return head.append(length).append("\r\n").toString();
    }

    private static String reason(int status) {
        org.springframework.http.HttpStatus known = org.springframework.http.HttpStatus.resolve(status);
        return known == null
                ? "Status " + status
                : known.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private byte[] encoded(Step.Piece piece) throws IOException {
        byte[] plain = switch (piece) {
            case Step.Event(Step.Kind kind, String name, String data) ->
                reply.wire().framing().frame(name, data, turn++).getBytes(StandardCharsets.UTF_8);
            case Step.Comment(String text) ->
                reply.wire().framing().comment(text, turn++).getBytes(StandardCharsets.UTF_8);
            case Step.Bytes(Step.Kind kind, byte[] bytes) -> bytes;
        };
        if (gzip == null) {
            return plain;
        }
        gzip.write(plain);
        gzip.flush();
        return drained();
    }

    private byte[] drained() {
        byte[] ready = zipped.toByteArray();
        zipped.reset();
        return ready;
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    /** Body bytes in the framing of the reply; an outcome when its byte limit ends it here. */
    private @Nullable Outcome body(byte[] bytes) throws IOException {
        Reply.Wire wire = reply.wire();
        boolean last = wire.limit() >= 0 && payload + bytes.length >= wire.limit();
        byte[] allowed = last ? Arrays.copyOf(bytes, (int) (wire.limit() - payload)) : bytes;
        payload += allowed.length;
        if (wire.oneByteWrites()) {
            for (byte one : allowed) {
                framed(new byte[] {one});
            }
        } else if (allowed.length > 0) {
            framed(allowed);
        }
        return last && wire.end() != null ? play(wire.end()) : null;
    }

    private void framed(byte[] bytes) throws IOException {
        if (reply.wire().transfer() != Reply.Transfer.CHUNKED) {
            send(bytes);
            return;
        }
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 12);
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes(new byte[] {'\r', '\n'});
        send(chunk.toByteArray());
    }

    private void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        seen.wrote(bytes.length);
    }
}
