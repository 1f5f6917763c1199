package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 1.1: characters of several bytes, cut anywhere")
class FrameBytesIT extends OnRig {
    private static final Pattern OFFSET = Pattern.compile("offset (\\d+)");
    private static final int AT_ONCE = 6;
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.1, rule 1: one byte a write, the same bytes come out")
    void oneByteAWrite(Dialect dialect) {
        byte[] stream = Small.bytes(dialect);
        rig.fake(dialect)
                .always(Answer.stream(
                                Small.contentType(dialect),
                                IntStream.range(0, stream.length)
                                        .mapToObj(i -> new byte[] {stream[i]})
                                        .toList())
                        .drip(Duration.ofNanos(300_000)));

        assertSame(dialect, rig.call(dialect, true));
        // The caller may have all of the answer before the provider notes its last write.
        int unused = Eventually.get(
                SOON, () -> rig.fake(dialect).lastRequest().writes().size(), writes -> writes > stream.length - 2);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.1, rule 1: split in two at every byte, the same bytes come out")
    void splitAtEveryByte(Dialect dialect) {
        byte[] stream = Small.bytes(dialect);
        List<RawClient.Response> responses = forEveryOffset(
                dialect,
                stream.length,
                offset -> Answer.stream(
                                Small.contentType(dialect),
                                List.of(
                                        Arrays.copyOf(stream, offset),
                                        Arrays.copyOfRange(stream, offset, stream.length)))
                        .drip(Duration.ofMillis(1)));

        for (RawClient.Response response : responses) {
            assertSame(dialect, response);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.1, 2.8: broken off after every byte, whole events come out and then the error")
    void brokenOffAfterEveryByte(Dialect dialect) {
        byte[] stream = Small.bytes(dialect);
        String whole = lineFeeds(new String(stream, StandardCharsets.UTF_8));
        List<RawClient.Response> responses = forEveryOffset(
                dialect,
                stream.length,
                offset -> Answer.stream(Small.contentType(dialect), List.of(stream))
                        .oneByteWrites()
                        .cutAfterBytes(offset));

        for (int i = 0; i < responses.size(); i++) {
            // What is left out of a line break is completed by a gateway that does not know which one it was.
            String text = lineFeeds(responses.get(i).text());
            assertThat(text).as("offset " + (i + 1)).doesNotContain("\uFFFD");
            if (responses.get(i).status() != 200) {
                assertThat(text).as("offset " + (i + 1)).contains("\"error\"");
                continue;
            }
            String good = beforeError(dialect, text);
            if (good.equals(text)) {
                // Complete: only the terminator was lost after the reason to stop, or white space.
                assertThat(text).as("offset " + (i + 1)).contains(reason(dialect));
                assertThat(unspaced(whole)).startsWith(unspaced(text));
            } else {
                assertThat(whole).as("offset " + (i + 1)).startsWith(good);
                assertThat(prefixes(dialect)).as("offset " + (i + 1)).contains(good);
                assertThat(text).as("offset " + (i + 1)).doesNotContain(dialect.terminator());
            }
        }
    }

    private List<RawClient.Response> forEveryOffset(Dialect dialect, int length, IntFunction<Answer> answer) {
        FakeProvider fake = rig.fake(dialect);
        fake.answering(request -> answer.apply(offset(request)));
        return Many.of(length - 1, AT_ONCE, i -> {
            try (RawClient client = rig.connect()) {
                return client.send(dialect.request(true, dialect.body(true, "offset " + (i + 1))))
                        .response();
            }
        });
    }

    /** White space after the end of the array is no part of it, and is not waited for. */
    private static void assertSame(Dialect dialect, RawClient.Response response) {
        String whole = new String(Small.bytes(dialect), StandardCharsets.UTF_8);
        if (dialect == Dialect.GEMINI_ARRAY) {
            assertThat(response.text().stripTrailing()).isEqualTo(whole.stripTrailing());
        } else {
            assertThat(response.text()).isEqualTo(whole);
        }
    }

    private static String lineFeeds(String text) {
        return text.replaceAll("\\r\\n?", "\n");
    }

    private static String unspaced(String text) {
        return text.replaceAll("\\s", "");
    }

    private static String reason(Dialect dialect) {
        return switch (dialect) {
            case OPENAI, ZAI -> "finish_reason";
            case ANTHROPIC -> "stop_reason";
            case GEMINI, GEMINI_ARRAY -> "finishReason";
        };
    }

    private static int offset(SeenRequest request) {
        Matcher found = OFFSET.matcher(request.text());
        if (!found.find()) {
            throw new IllegalArgumentException(request.text());
        }
        return Integer.parseInt(found.group(1));
    }

    private static String beforeError(Dialect dialect, String text) {
        int error = text.indexOf(dialect.errorMark());
        return error < 0 ? text : text.substring(0, error).replaceFirst(",\\s*$", "");
    }

    /** Of one event, of two, and so on. */
    private static List<String> prefixes(Dialect dialect) {
        List<String> events = Small.events(dialect);
        return IntStream.rangeClosed(0, events.size())
                .mapToObj(n -> lineFeeds(String.join("", events.subList(0, n))))
                .toList();
    }
}
