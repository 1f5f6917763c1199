package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.legal.Heard;
import dev.mehari.protocol.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Code that reads what strangers send, and what must hold of any bytes at all. The first byte chooses who asks whom. */
enum Target {
    /** The reader of server-sent events: no byte is lost, and cuts change nothing. */
    SSE {
        @Override
        void run(byte[] bytes) throws IOException {
            List<String> once = sse(List.of(bytes), bytes);
            check(once.equals(sse(Pieces.single(bytes), bytes)), "cuts change events");
        }
    },
    /** The reader of a JSON array that streams, by way of its tap: it ends once, whatever the cuts. */
    ARRAY {
        @Override
        void run(byte[] bytes) {
            check(tapped(List.of(bytes)).equals(tapped(Pieces.single(bytes))), "cuts change events");
        }
    },
    /** The readers of requests, and the writers behind them. */
    REQUEST {
        @Override
        void run(byte[] bytes) throws IOException {
            Protocol from = one(bytes, ASKERS);
            byte[] body = rest(bytes);
            try {
                Caller.codec(from).read(body);
                request(from, Tree.read(body));
            } catch (Refusal | IOException e) {
                // Refused, in words.
            }
        }
    },
    /** The readers of whole replies and of errors. */
    REPLY {
        @Override
        void run(byte[] bytes) throws IOException {
            Runs.Pair pair = one(bytes, Runs.all().toArray(Runs.Pair[]::new));
            Caller caller = Caller.of(pair.caller()).getFirst();
            byte[] reply = rest(bytes);
            Codec upstream = Caller.codec(pair.upstream());
            upstream.readError(reply);
            try {
                upstream.readReply(reply);
                Heard whole = caller.law().whole(Through.whole(caller, pair.upstream(), pair.quirks(), reply));
                Heard made = caller.law().stream(Through.streamOf(caller, pair.upstream(), pair.quirks(), reply));
                check(whole.choices().equals(made.choices()), "streamed it is " + made + ", whole " + whole);
            } catch (Refusal | Translation.Fault e) {
                // No answer, in words.
            }
        }
    },
    /** The decoders of streams, and the encoders behind them. */
    STREAM {
        @Override
        void run(byte[] bytes) {
            legal(one(bytes, Runs.all().toArray(Runs.Pair[]::new)), rest(bytes), bytes.length);
        }
    },
    /** The same with streams that begin as good ones, and are made wild by the bytes. */
    WILD {
        @Override
        void run(byte[] bytes) {
            Random random = new Chosen(rest(bytes));
            Runs.Pair pair = one(bytes, Runs.all().toArray(Runs.Pair[]::new));
            List<Line> lines = Speaker.of(pair.upstream()).stream(Script.random(random), random);
            legal(pair, Line.bytes(Wild.of(lines, random), random), random.nextInt(100));
        }
    };

    /** All that ask, in an order to which the inputs of the corpus keep. */
    static final Protocol[] ASKERS = {
        Protocol.OPENAI_CHAT,
        Protocol.OPENAI_RESPONSES,
        Protocol.ANTHROPIC_MESSAGES,
        Protocol.GEMINI,
        Protocol.OPENAI_COMPLETIONS
    };

    private static final Aim AIM = new Aim("m", Through.ABLE, Set.of());

    /** @throws AssertionError when something does not hold */
    abstract void run(byte[] bytes) throws IOException;

    static Target of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Random numbers that somebody else chooses, as long as there are some. */
    private static final class Chosen extends Random {
        private static final long serialVersionUID = 1L;
        private final transient byte[] bytes;
        private int at;

        Chosen(byte[] bytes) {
            super(0);
            this.bytes = bytes;
        }

        @Override
        protected int next(int bits) {
            if (bytes == null || at >= bytes.length) {
                return super.next(bits);
            }
            // One byte decides: what it is asked for is nearly always small, and taken modulo that.
            int value = bytes[at++] & 0xff;
            return bits == 31 ? value << 23 | value : value >>> Math.max(0, 8 - bits);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static <T> T one(byte[] bytes, T[] all) {
        return all[bytes.length == 0 ? 0 : (bytes[0] & 0xff) % all.length];
    }

    private static byte[] rest(byte[] bytes) {
        return bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    private static List<String> sse(List<byte[]> pieces, byte[] all) throws IOException {
        SseReader reader = new SseReader(new Pieces(pieces, Pieces.Then.END));
        List<String> events = new java.util.ArrayList<>();
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        for (WireEvent event = reader.next(); event != null; event = reader.next()) {
            seen.write(event.buffer(), event.start(), event.end() - event.start());
            var data = event.data();
            String text = new String(
                    data.array(), data.from(), data.to() - data.from(), java.nio.charset.StandardCharsets.ISO_8859_1);
            if (!event.name().isEmpty() || !text.isEmpty()) {
                events.add(event.name() + "\n" + text);
            }
        }
        check(Arrays.equals(seen.toByteArray(), all), "bytes are lost");
        return events;
    }

    private static String tapped(List<byte[]> pieces) {
        Through watch = Through.passing(new Pieces(pieces, Pieces.Then.END));
        check(watch.endings.size() == 1, "it ends once");
        return watch.endings + new String(watch.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static void request(Protocol from, JsonNode body) {
        ChatRequest read = Caller.codec(from).chat().read(body, false, new Losses());
        for (Protocol to : Asker.CHATS) {
            try {
                byte[] once = Tree.bytes(
                        Caller.codec(to).chat().write(read, AIM, new Losses()).body());
                byte[] again = Tree.bytes(
                        Caller.codec(to).chat().write(read, AIM, new Losses()).body());
                check(Arrays.equals(once, again), "the same request gives other bytes");
            } catch (Refusal e) {
                // Refused, in words.
            }
        }
    }

    private static void legal(Runs.Pair pair, byte[] stream, int which) {
        List<Caller> callers = Caller.of(pair.caller());
        Caller caller = callers.get(which % callers.size());
        Pieces pieces = new Pieces(List.of(stream), Pieces.Then.END);
        Through through = Through.stream(caller, pair.upstream(), pair.quirks(), pieces);
        check(through.endings.size() == 1, "it ends once");
        boolean failed = caller.law().stream(through.bytes()).failed();
        check(failed == (through.endings.getFirst() != null), "what the watch was told, and the caller");
    }
}
