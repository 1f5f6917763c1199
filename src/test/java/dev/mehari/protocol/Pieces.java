package dev.mehari.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** An upstream that hands out given pieces, one a read, and says what happens behind them. */
public final class Pieces extends InputStream {
    /** What a read behind the last piece does. */
    public enum Then {
        END,
        BREAK,
        /** A real upstream would block here: whoever reads on has read too far. */
        SILENCE
    }

    private final Deque<byte[]> pieces;
    private final Then then;
    private int closes;

    public Pieces(List<byte[]> pieces, Then then) {
        this.pieces = new ArrayDeque<>(pieces);
        this.then = then;
    }

    public static Pieces whole(String text) {
        return new Pieces(List.of(bytes(text)), Then.END);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes cut at one offset. */
    public static List<byte[]> cutAt(byte[] all, int at) {
        return nonEmpty(List.of(Arrays.copyOf(all, at), Arrays.copyOfRange(all, at, all.length)));
    }

    public static List<byte[]> single(byte[] all) {
        List<byte[]> one = new ArrayList<>();
        for (byte b : all) {
            one.add(new byte[] {b});
        }
        return one;
    }

    public static List<byte[]> random(byte[] all, Random random) {
        List<byte[]> cut = new ArrayList<>();
        for (int at = 0; at < all.length; ) {
            int to = Math.min(all.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
            cut.add(Arrays.copyOfRange(all, at, to));
            at = to;
        }
        return cut;
    }

    private static List<byte[]> nonEmpty(List<byte[]> pieces) {
        return pieces.stream().filter(p -> p.length > 0).toList();
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("one byte a read is not how a tap reads");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        byte[] next = pieces.poll();
        if (next == null) {
            return switch (then) {
                case END -> -1;
                case BREAK -> throw new IOException("connection reset");
                case SILENCE -> throw new AssertionError("read on, where the upstream is silent");
            };
        }
        int count = Math.min(length, next.length);
        System.arraycopy(next, 0, into, offset, count);
        if (count < next.length) {
            pieces.addFirst(Arrays.copyOfRange(next, count, next.length));
        }
        return count;
    }

    public int closes() {
        return closes;
    }

    @Override
    public void close() {
        closes++;
    }
}
