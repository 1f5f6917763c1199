package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;

/** A part of an array, valid as long as the array's owner leaves it alone. */
public record Slice(byte[] array, int from, int to) {
    public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    public boolean isEmpty() {
        return from == to;
    }

    public boolean is(byte[] text) {
        return Arrays.equals(array, from, to, text, 0, text.length);
    }

    boolean isUtf8() {
        return Utf8.firstFault(Arrays.copyOfRange(array, from, to)) < 0;
    }

    public JsonParser parse(JsonFactory json) throws IOException {
        return json.createParser(array, from, to - from);
    }
}
