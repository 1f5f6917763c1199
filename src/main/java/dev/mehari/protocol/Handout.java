package dev.mehari.protocol;

/** What a stream has ready for its reader: part of somebody's buffer, and perhaps a few bytes to follow. */
final class Handout {
    private static final byte[] NONE = new byte[0];

    private byte[] bytes = NONE;
    private int at;
    private int to;
    private byte[] tail = NONE;
    private boolean used;

    /** Puts bytes out. They are not copied: their owner must leave them alone until {@link #ready} is false. */
    void put(byte[] from, int start, int end) {
        bytes = from;
        at = start;
        to = end;
        used |= start < end;
    }

    /** Sets what follows, as a read of its own. */
    void follow(byte[]... parts) {
        tail = NONE;
        for (byte[] part : parts) {
            byte[] both = new byte[tail.length + part.length];
            System.arraycopy(tail, 0, both, 0, tail.length);
            System.arraycopy(part, 0, both, tail.length, part.length);
            tail = both;
        }
    }

    boolean ready() {
        if (at == to && tail.length > 0) {
            put(tail, 0, tail.length);
            tail = NONE;
        }
        return at < to;
    }

    /** Whether anything was ever put out. */
    boolean used() {
        return used;
    }

    int left() {
        return to - at;
    }

    int take() {
        return bytes[at++] & 0xFF;
    }

    int take(byte[] into, int offset, int length) {
        int count = Math.min(length, to - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }
}
