package dev.mehari.protocol.embedding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A vector as an upstream wrote it. It is turned into the other form only for a caller who wants that, so that no digit is
 * lost on the way.
 */
public sealed interface Vector {
    /**
     * As a JSON array of numbers.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it is no vector
     */
    String numbers();

    /**
     * As base64 of 32-bit floating point numbers, little-endian.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it is no vector
     */
    String packed();

    /** @param json an array */
    record Numbers(Slice json) implements Vector {
        /** Characters; turning longer ones into numbers takes time with the square of their length. */
        private static final int LONGEST_NUMBER = 1000;

        @Override
        public String numbers() {
            walk(null);
            return new String(json.array(), json.from(), json.to() - json.from(), StandardCharsets.UTF_8);
        }

        @Override
        public String packed() {
            // A number takes two characters at the least, its comma included.
            ByteBuffer bytes = ByteBuffer.allocate((json.to() - json.from()) / 2 * Float.BYTES + Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            walk(bytes);
            return StandardCharsets.US_ASCII
                    .decode(Base64.getEncoder().encode(bytes.flip()))
                    .toString();
        }

        private void walk(@Nullable ByteBuffer into) {
            try (JsonParser parser = json.parse(Json.factory())) {
                parser.nextToken();
                for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                    if (token == null || !token.isNumeric() || parser.getTextLength() > LONGEST_NUMBER) {
                        throw broken("what is no number");
                    }
                    if (into != null) {
                        into.putFloat(parser.getFloatValue());
                    }
                }
            } catch (IOException e) {
                throw broken("what is no number");
            }
        }
    }

    record Packed(String base64) implements Vector {
        @Override
        public String numbers() {
            ByteBuffer bytes = bytes();
            StringBuilder out = new StringBuilder(bytes.remaining() * 3 + 2).append('[');
            while (bytes.hasRemaining()) {
                float number = bytes.getFloat();
                if (!Float.isFinite(number)) {
                    throw broken("a number that JSON has no word for");
                }
                out.append(out.length() == 1 ? "" : ",").append(number);
            }
            return out.append(']').toString();
        }

        @Override
        public String packed() {
            bytes();
            return base64;
        }

        private ByteBuffer bytes() {
            try {
                byte[] bytes = Base64.getDecoder().decode(base64);
                if (bytes.length % Float.BYTES == 0) {
                    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                }
            } catch (IllegalArgumentException e) {
                throw broken("a text that is no base64");
            }
            throw broken("a text that is not of whole numbers");
        }
    }

    private static Refusal broken(String what) {
        return new Refusal(
                ErrorKind.UPSTREAM_INVALID_REPLY, "The upstream answered with a vector that holds " + what + ".");
    }
}
