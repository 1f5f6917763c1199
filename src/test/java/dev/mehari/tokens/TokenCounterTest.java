package dev.mehari.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mehari.call.Tokenizer;
import dev.mehari.call.Tokenizer.Vocabulary;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.anthropic.AnthropicChat;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openai.OpenAiChat;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCounterTest {
    private static final TokenCounter COUNTER = new TokenCounter();
    private static final Tokenizer PLAIN = new Tokenizer(Vocabulary.O200K, 100);

    /** What stands around a conversation of one turn. */
    private static final int AROUND = 7;

    /** Source: OpenAI's own tokenizers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    O200K  | hello world                  | 2
                    O200K  | tiktoken is great!           | 6
                    CL100K | tiktoken is great!           | 6
                    CL100K | antidisestablishmentarianism | 6
                    R50K   | antidisestablishmentarianism | 5
                    """)
    void textsAreCountedByTheirVocabulary(Vocabulary vocabulary, String text, long tokens) {
        assertThat(COUNTER.count(text, new Tokenizer(vocabulary, 100))).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource({"100, 2", "101, 3", "110, 3", "150, 3", "151, 4", "50, 1"})
    void whatAnotherModelMakesOfItIsRoundedUp(int percent, long tokens) {
        assertThat(COUNTER.count("hello world", new Tokenizer(Vocabulary.O200K, percent)))
                .isEqualTo(tokens);
    }

    /** One word of a vocabulary takes time and memory that grow much faster than it: as in what an upstream may send. */
    @Test
    void aWordWithoutEndIsCountedInSlices() {
        String endless = "x".repeat(1 << 20);

        long tokens = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> COUNTER.count(endless, PLAIN));

        assertThat(tokens).isBetween(100_000L, 300_000L);
    }

    @Test
    void slicesOfProseAddUp() {
        String sentence = "The quick brown fox jumps over the lazy dog.";
        long one = COUNTER.count(" " + sentence, PLAIN);

        assertThat(COUNTER.count((" " + sentence).repeat(1000), PLAIN)).isEqualTo(one * 1000);
    }

    @Test
    void textThatIsNoneIsCountedAllTheSame() {
        assertThat(COUNTER.count("", PLAIN)).isZero();
        assertThat(COUNTER.count("\ud800 half a pair \udc00", PLAIN)).isPositive();
        assertThat(COUNTER.count("\0\u0001\ufffe", PLAIN)).isPositive();
        assertThat(COUNTER.count("<|endoftext|>", PLAIN))
                .as("a mark of the vocabulary's own")
                .isEqualTo(7);
    }

    private static ChatRequest messages(String body) {
        return read("anthropic", "{\"messages\":[{\"role\":\"user\",\"content\":" + body + "}]}");
    }

    private static ChatRequest read(String protocol, String body) {
        try {
            var codec = protocol.equals("anthropic") ? new AnthropicChat() : new OpenAiChat();
            return codec.read(Tree.read(Json.utf8(body)), false, new Losses());
        } catch (IOException e) {
            throw new IllegalArgumentException(body, e);
        }
    }

    private static long count(ChatRequest request) {
        return COUNTER.count(request, PLAIN, TokenCounter.ALL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "hello world"                                                                                 | 2
                    [{"type":"text","text":"hello world"},{"type":"text","text":"hello world"}]                   | 4
                    [{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0K"}}]      | 1600
                    [{"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}]                  | 1600
                    [{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}}] | 3000
                    [{"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}}]               | 3000
                    [{"type":"document","source":{"type":"text","media_type":"text/plain","data":"hello world"}}] | 2
                    [{"type":"tool_result","tool_use_id":"t","content":"hello world"}]                            | 10
                    """)
    void partsOfATurn(String content, long tokens) {
        assertThat(count(messages(content)) - AROUND).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}}         | 85
                    {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"high"}}        | 1600
                    {"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}}                      | 32
                    {"type":"file","file":{"file_data":"data:text/plain;base64,aGVsbG8gd29ybGQ=","filename":"a"}} | 3
                    """)
    void partsOfATurnOfOpenAi(String part, long tokens) {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}";
        assertThat(count(read("openai", body)) - AROUND).isEqualTo(tokens);
    }

    @Test
    void longerSoundsAndFilesCountMore() {
        String second = "A".repeat(16_000 * 4 / 3);
        String audio = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":"
                + "{\"data\":\"" + second.repeat(10) + "\",\"format\":\"mp3\"}}]}]}";
        assertThat(count(read("openai", audio)) - AROUND).isEqualTo(320);
        String pdf = "[{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\","
                + "\"data\":\"" + "A".repeat(400_000) + "\"}}]";
        assertThat(count(messages(pdf)) - AROUND).isEqualTo(9000);
    }

    @Test
    void systemToolsAndHistoryAreOfThePromptAndSettingsAreNot() {
        String turn = "{\"role\":\"user\",\"content\":\"hello world\"}";
        long one = count(read("anthropic", "{\"messages\":[" + turn + "]}"));
        long settings = count(read(
                "anthropic",
                "{\"max_tokens\":9,\"temperature\":0.5,\"stop_sequences\":[\"hello world\"],\"metadata\":"
                        + "{\"user_id\":\"hello world\"},\"messages\":[" + turn + "]}"));
        long system = count(read("anthropic", "{\"system\":\"hello world\",\"messages\":[" + turn + "]}"));
        long tool = count(read(
                "anthropic",
                "{\"tools\":[{\"name\":\"hello\",\"description\":\"hello world\",\"input_schema\":{\"type\":\"object\"}}],"
                        + "\"messages\":[" + turn + "]}"));
        long thought = count(read(
                "anthropic",
                "{\"messages\":[" + turn + ",{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":"
                        + "\"hello world\",\"signature\":\"" + "AAAA".repeat(1000) + "\"}]}]}"));

        assertThat(one).isEqualTo(9);
        assertThat(settings).isEqualTo(9);
        assertThat(system - one).isEqualTo(6);
        assertThat(tool - one).isBetween(12L, 20L);
        assertThat(thought - one).as("its signature is nothing that is read").isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"1, 4000000", "400, 10000", "40000, 100"})
    void ofLongRequestsAPartStandsForTheWhole(int texts, int characters) {
        Random random = new Random(7);
        String[] words = {"the ", "river ", "runs ", "antidisestablishment ", "x = y + 1; ", "over ", "and "};
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < texts; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < characters) {
                text.append(words[random.nextInt(words.length)]);
            }
            body.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"text\",\"text\":\"")
                    .append(text)
                    .append("\"}");
        }
        ChatRequest request = messages("[" + body + "]");
        long all = COUNTER.count(request, PLAIN, Integer.MAX_VALUE);

        assertThat((double) COUNTER.count(request, PLAIN, TokenCounter.ALL) / all)
                .isCloseTo(1, within(0.05));
        assertThat((double) COUNTER.count(request, PLAIN, TokenCounter.SOME) / all)
                .isCloseTo(1, within(0.1));
    }
}
