package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.PassedBody;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("models that a body names, however its bytes come")
final class NamedModelsTest {
    private static final String FORM = "multipart/form-data; boundary=B";

    /** The names in their order; what cannot be read is told as a refusal. */
    private static List<String> names(String type, InputStream body) {
        List<String> names = new ArrayList<>();
        Passthrough call = call();
        call.guard(names::add);
        try {
            NamedModels.read(type, body, call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private static Passthrough call() {
        return new Passthrough("POST", "/x", null, new PassedBody() {
            @Override
            public @Nullable String contentType() {
                return null;
            }

            @Override
            public long length() {
                return 0;
            }

            @Override
            public boolean isWhole() {
                return true;
            }

            @Override
            public void writeTo(OutputStream to, Passthrough heard) {}

            @Override
            public void release() {}
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A byte a read, as the slowest network brings them. */
    private static InputStream dripping(String text) {
        return new ByteArrayInputStream(bytes(text)) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(1, length));
            }
        };
    }

    private static void agree(String type, String body, List<String> expected) {
        assertThat(names(type, new ByteArrayInputStream(bytes(body)))).isEqualTo(expected);
        assertThat(names(type, dripping(body))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"a\"} | a",
                "{\"x\":1,\"model\":\"a\",\"y\":{\"model\":\"b\"},\"z\":[{\"MODEL\":\"c\"}]} | a,b,c",
                "{\"\\u006d\\u006Fdel\":\"\\u0061\"} | a",
                "{\"model\":null,\"x\":{\"model\":{\"type\":\"string\"}}} | ''",
                "{\"x\":\"model\",\"y\":\"\\\"model\\\":\\\"a\\\"\"} | ''",
                "{\"model\":\"a\"} {\"model\":\"b\"} | a,b",
                " [ {\"model\":\"a\"} ] | a",
                "{\"models\":[\"a\",{\"model\":\"b\"},\"c\"],\"fallbacks\":[\"d\"],\"x\":[\"e\"]} | a,b,c,d",
                "{\"Models\":\"a\",\"models\":[[\"b\"]],\"y\":[{\"models\":[\"c\"]}]} | a,c",
                "hello | ''",
                "'' | ''",
            })
    void json(String body, String expected) {
        List<String> names = expected.isEmpty() ? List.of() : List.of(expected.split(",", -1));
        agree("text/plain", body, names);
        if (!body.equals("hello")) {
            agree("application/json; charset=utf-8", body, names);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":\"a\"", "{model:\"a\"}", "{\"model\":\"a\"}}", "{\"a\":\"\u0000\"}", "nothing"})
    void brokenJson(String body) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> names("application/json", dripping(body)));
        assertThat(refusal.text()).contains("not JSON").doesNotContain("nothing");
    }

    @Test
    void aNameThatIsTooLongIsNotHeldAndNotReadable() {
        String body = "{\"x\":\"" + "a".repeat(100_000) + "\",\"model\":\"" + "b".repeat(100_000) + "\"}";
        assertThat(catchThrowableOfType(Refusal.class, () -> names("application/json", dripping(body))))
                .isNotNull();
    }

    private static String part(String head, String content) {
        return "--B\r\n" + head + "\r\n\r\n" + content + "\r\n";
    }

    private static String named(String name, String content) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", content);
    }

    @Test
    void forms() {
        String file = part(
                "Content-Type: audio/wav\r\nCONTENT-DISPOSITION: form-data; filename=\"model\"; name=file",
                "RIFF\r\n--\r\n--A\r\n\r\n--\r\n-B--B");
        Map.<String, List<String>>of(
                        file + named("model", "a") + "--B--\r\n", List.of("a"),
                        named("model", "a") + file + "--B--", List.of("a"),
                        named("model", "a") + named("Model", "b") + "--B--\r\nepilogue", List.of("a", "b"),
                        part("Content-Disposition: form-data; name=model", "a") + "--B--", List.of("a"),
                        part("x: y\r\nContent-Disposition: form-data;  NAME = \"model\" ; a=b", "a") + "--B--",
                                List.of("a"),
                        named("model", "") + "--B--", List.of(""),
                        named("file", "") + named("x", "\r\n\r\n--A-\r\n") + "--B--", List.of(),
                        named("model", "\r\na\r\n") + "--B--", List.of("a"))
                .forEach((body, names) -> agree(FORM, body, names));
        agree("Multipart/Form-Data; charset=x; BOUNDARY=\"B\"", named("model", "a") + "--B--", List.of("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--B--",
                "--A\r\n",
                "preamble\r\n--B\r\n\r\n\r\n--B--",
                "--B\nContent-Disposition: form-data; name=\"model\"\n\na\n--B--",
                "--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx",
                "--B\r\nContent-Disposition: form-data;\r\n name=\"model\"\r\n\r\na\r\n--B--",
                "--B\r\nContent-Disposition: form-data; name*=utf-8''model\r\n\r\na\r\n--B--",
                "--B\r\nContent-Disposition: form-data; name=\"mo\\del\"\r\n\r\na\r\n--B--",
                "--B \r\nContent-Disposition: form-data; name=\"x\"\r\n\r\na\r\n--B--",
            })
    @DisplayName("what another server may read otherwise is not read at all")
    void oddForms(String body) {
        if (body.equals("--B--")) {
            agree(FORM, body, List.of());
            return;
        }
        assertThat(catchThrowableOfType(Refusal.class, () -> names(FORM, dripping(body))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"multipart/form-data", "multipart/form-data; boundary=\"B", "multipart/x; boundary=B; boundary=C"
            })
    void oddTypes(String type) {
        String body = named("model", "a") + "--B--";
        assertThat(catchThrowableOfType(Refusal.class, () -> names(type, dripping(body))))
                .isNotNull();
    }

    @Test
    void whoMayUseEveryModelMaySendWhatCannotBeRead() throws IOException {
        Passthrough call = call();
        NamedModels.read("application/json", dripping("{\"model\":\"a\",oops"), call);
        NamedModels.read(FORM, dripping("oops"), call);
        NamedModels.read("application/x-www-form-urlencoded", dripping("model=b"), call);
        assertThat(call.model()).isEqualTo("a");
    }

    @Test
    @DisplayName("what is as long as it may be is read, and what is longer by one is not")
    void longest() {
        String model = "m".repeat(512);
        String boundary = "b".repeat(200);
        String head = "Content-Disposition: form-data; name=x\r\nx: ";
        String rest = "y".repeat(8192 - head.length() + 2);
        String file = part("Content-Disposition: form-data; name=file", "\0".repeat(100_000));
        agree(FORM, file + named("model", model) + "--B--", List.of(model));
        agree(FORM, part(head + rest, "") + "--B--", List.of());
        agree(FORM, part("x: \0\r\nno header", "") + named("model", "a") + "--B--", List.of("a"));
        String long200 = (named("model", "a") + "--B--").replace("--B", "--" + boundary);
        agree("multipart/x; boundary=" + boundary, long200, List.of("a"));
        for (String body : List.of(
                named("model", model + "m") + "--B--",
                part(head + rest + "y", "") + "--B--",
                part("Content-Disposition: form-data; name=\"\\model\"", "a") + "--B--",
                file.substring(0, 90_000))) {
            assertThat(catchThrowableOfType(Refusal.class, () -> names(FORM, dripping(body))))
                    .isNotNull();
        }
        String longer = long200.replace(boundary, boundary + "b");
        assertThat(catchThrowableOfType(
                        Refusal.class, () -> names("multipart/x; boundary=" + boundary + "b", dripping(longer))))
                .isNotNull();
    }

    @Test
    @DisplayName("a delimiter that begins again in the middle of what looked like one ends its part")
    void delimiters() {
        for (String content : List.of("\r", "\r\n", "\r\r\n--", "\r\n-\r\n--\r\n", "\r\n--\r\n--A", "--B")) {
            agree(
                    FORM,
                    named("x", content) + named("model", "a" + content) + "--B--",
                    List.of(("a" + content).strip()));
        }
        String type = "multipart/x; boundary=abab-abab";
        String body = (named("x", "\r\n--abab-aba\r\n--abab-abb") + named("model", "a") + "--B--")
                .replace("--B", "--abab-abab");
        agree(type, body, List.of("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"input_file_id\":\"f\"} | MODEL_NOT_ALLOWED",
                "application/json | {\"a\":[{\"Input_File_Id\":\"f\"}]} | MODEL_NOT_ALLOWED",
                "application/x-www-form-urlencoded | model=a | UNSUPPORTED_MEDIA_TYPE",
            })
    void nobodySeesWhichModels(String type, String body, ErrorKind kind) {
        assertThat(catchThrowableOfType(Refusal.class, () -> names(type, dripping(body)))
                        .kind())
                .isEqualTo(kind);
        agree("application/json", "{\"input_file_id\":7}", List.of());
    }
}
