package dev.mehari.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.protocol.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"b\":1.0,\"a\":[1E+400,12345678901234567890,-0.10,1]}", "\"x\"", "[]", "{\"é\":\"\\u0000🌍\"}"
            })
    @DisplayName("fault 1.4: every digit and the order of members stay")
    void stays(String json) throws IOException {
        assertThat(Tree.text(Tree.read(bytes(json)))).isEqualTo(json);
        assertThat(Tree.parse(json)).isEqualTo(Tree.read(bytes(json)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "\n\ndata: {}", "}", "x"})
    @DisplayName("what stands around a part of an array is none of it")
    void aPart(String behind) throws IOException {
        byte[] all = bytes("data: {\"a\":1}" + behind);
        assertThat(Tree.text(Tree.read(new Slice(all, 6, 13)))).isEqualTo("{\"a\":1}");
        assertThat(Tree.text(Tree.read(new Slice(bytes("[1]" + behind), 0, 3)))).isEqualTo("[1]");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000, 9_000, 20_000, 70_000})
    @DisplayName("however long that part is")
    void aLongPart(int length) throws IOException {
        String json = "{\"a\":\"" + "x".repeat(length) + "\"}";
        byte[] all = Arrays.copyOf(bytes("data: " + json), 200_000);
        assertThat(Tree.text(Tree.read(new Slice(all, 6, 6 + json.length())))).isEqualTo(json);
    }

    static Stream<String> none() {
        return Stream.of(
                "",
                "  ",
                "{",
                "{} {}",
                "{\"a\":1}{\"b\":2}",
                "1 x",
                // No decimal has such an exponent.
                "[1e99999999999]",
                "{\"a\":-1E-99999999999}",
                // Reading it would take time with the square of its length.
                "7".repeat(1001),
                "[0." + "7".repeat(1001) + "]");
    }

    @ParameterizedTest
    @MethodSource("none")
    @DisplayName("what is not one JSON text, or has numbers that nothing can hold")
    void isNone(String json) {
        assertThatThrownBy(() -> Tree.read(bytes(json))).isInstanceOf(IOException.class);
        assertThat(Tree.parse(json)).isNull();
    }
}
