package dev.mehari.protocol.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorTest {
    private static Vector numbers(String json) {
        byte[] bytes = ("x" + json + "x").getBytes(StandardCharsets.UTF_8);
        return new Vector.Numbers(new Slice(bytes, 1, bytes.length - 1));
    }

    private static String packed(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[ 0.10, -1 ,2E-7]", "[-0.006929283495992422,1e-05,0,12345678901234567890]"})
    void numbersStayAsTheyWereWritten(String json) {
        assertThat(numbers(json).numbers()).isEqualTo(json);
    }

    @Test
    void numbersPacked() {
        assertThat(numbers("[0.5,-0.25,1]").packed()).isEqualTo("AAAAPwAAgL4AAIA/");
        assertThat(numbers("[0,2,-1.5]").packed()).isEqualTo(packed(0, 2, -1.5f));
        assertThat(numbers("[]").packed()).isEmpty();
        assertThat(numbers("[1,2,3,4,5,6,7,8,9]").packed()).isEqualTo(packed(1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    @Test
    @DisplayName("any 32-bit number survives both ways")
    void bothWays() {
        Seeded seeded = Seeded.fresh();
        for (int i = 0; i < Seeded.times(2_000); i++) {
            float[] values = new float[seeded.random().nextInt(20)];
            for (int j = 0; j < values.length; j++) {
                float any = Float.intBitsToFloat(seeded.random().nextInt());
                values[j] = Float.isFinite(any) ? any : 0;
            }
            String packed = packed(values);
            assertThat(new Vector.Packed(packed).packed()).isEqualTo(packed);
            String json = new Vector.Packed(packed).numbers();
            assertThat(numbers(json).packed()).as("%s: %s", seeded, json).isEqualTo(packed);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            [1,"2"]
            [null]
            [[1],[2]]
            [1,{"a":2}]
            [true]
            [NaN]
            """)
    void noNumbers(String json) {
        assertThatThrownBy(() -> numbers(json).numbers()).satisfies(VectorTest::isInvalid);
        assertThatThrownBy(() -> numbers(json).packed()).satisfies(VectorTest::isInvalid);
    }

    @Test
    void aNumberOfAMillionDigits() {
        String json = "[" + "1".repeat(1_000_000) + "]";
        assertThatThrownBy(() -> numbers(json).packed()).satisfies(VectorTest::isInvalid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAAP", "****", "AAAA", "AADAfw=="})
    void noBase64OfNumbers(String base64) {
        assertThatThrownBy(() -> new Vector.Packed(base64).numbers()).satisfies(VectorTest::isInvalid);
    }

    private static void isInvalid(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UPSTREAM_INVALID_REPLY));
    }
}
