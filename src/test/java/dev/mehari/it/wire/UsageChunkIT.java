package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.UsageAt;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("fault 1.14a: usage is always asked for, and shown to those who asked")
class UsageChunkIT extends OnRig {
    private static final String OPTIONS = ",\"stream_options\":{\"include_usage\":true}";
    private static final String ASKED = Dialect.OPENAI.body(true);
    private static final String NOT_ASKED = ASKED.replace(OPTIONS, "");

    private RawClient.Response call(Dialect dialect, String body) {
        try (RawClient client = rig.connect()) {
            return client.send(dialect.request(true, body)).response();
        }
    }

    private static List<JsonNode> chunks(RawClient.Response response) {
        return response.text()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> Rig.json(line.substring(6)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"stream_options\":{}",
                ",\"stream_options\":null",
                ",\"stream_options\":{\"include_usage\":false}",
                ",\"stream_options\":{\"include_obfuscation\":false}"
            })
    @DisplayName("fault 1.14a: who did not ask sees no usage chunk, the row has it all the same")
    void hidden(String options) {
        String body = ASKED.replace(OPTIONS, options);

        RawClient.Response response = call(Dialect.OPENAI, body);

        assertThat(rig.openai
                        .lastRequest()
                        .json()
                        .at("/stream_options/include_usage")
                        .asBoolean())
                .as(rig.openai.lastRequest().text())
                .isTrue();
        assertThat(chunks(response))
                .isNotEmpty()
                .allMatch(chunk -> chunk.path("choices").size() == 1);
        assertThat(response.text()).endsWith("data: [DONE]\n\n");
        JsonNode row = rig.row(response);
        assertThat(row.at("/usage/input_tokens").asInt()).isEqualTo(11);
        assertThat(row.path("cost_usd").asText()).isEqualTo(Dialect.OPENAI.dollars());
    }

    @Test
    @DisplayName("fault 1.14a: a usage chunk without choices is hidden too, from who did not ask")
    void hiddenWithoutChoices() {
        rig.openai.always(Answer.text("fine").usageAt(UsageAt.WITHOUT_CHOICES));

        RawClient.Response response = call(Dialect.OPENAI, NOT_ASKED);

        assertThat(chunks(response)).allMatch(chunk -> chunk.path("choices").size() == 1);
        assertThat(rig.row(response).at("/usage/output_tokens").asInt()).isEqualTo(7);
    }

    @Test
    @DisplayName("fault 1.14a: who asked sees exactly one, just before [DONE]")
    void shown() {
        RawClient.Response response = call(Dialect.OPENAI, ASKED);

        List<JsonNode> chunks = chunks(response);
        assertThat(chunks.stream().filter(chunk -> chunk.path("choices").isEmpty()))
                .hasSize(1);
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(7);
        assertThat(rig.openai.lastRequest().text()).isEqualTo(ASKED);
    }

    @Test
    @DisplayName("fault 1.14a: an upstream that always reports is not asked with a field it does not know")
    void notAskedOfZai() {
        String body = Dialect.ZAI.body(true);

        RawClient.Response response = call(Dialect.ZAI, body);

        assertThat(rig.zai.lastRequest().text()).isEqualTo(body);
        assertThat(rig.row(response).at("/usage/output_tokens").asInt()).isEqualTo(7);
        assertThat(rig.row(response).path("cost_usd").asText()).isEqualTo(Dialect.ZAI.dollars());
    }
}
