package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Protocol;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.legal.Heard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

@DisplayName("replies with members that are there, and are nothing that the caller could be told")
class OddRepliesTest {
    @ParameterizedTest(name = "{0} <- {1}: {4}")
    @CsvFileSource(resources = "/odd-replies.csv", numLinesToSkip = 1, delimiter = ';', quoteCharacter = '`')
    @DisplayName("the answer is legal, whole and streamed, and what was left out is named")
    void legal(Caller caller, Protocol upstream, String reply, String loss, String what)
            throws Translation.Fault, IOException {
        Runs.Pair pair = new Runs.Pair(caller.protocol(), upstream);
        byte[] bytes = reply.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Heard whole = caller.law().whole(Through.whole(caller, upstream, pair.quirks(), bytes));
        Heard streamed = caller.law().stream(Through.streamOf(caller, upstream, pair.quirks(), bytes));
        assertThat(streamed.choices()).as(what).isEqualTo(whole.choices());
        assertThat(whole.first().text().startsWith("a")
                        || !whole.first().calls().isEmpty())
                .isTrue();
        if (loss == null) {
            assertThat(Through.losses(caller, upstream, pair.quirks(), bytes)).isEmpty();
        } else {
            assertThat(Through.losses(caller, upstream, pair.quirks(), bytes)).contains(loss);
        }
    }
}
