package dev.mehari.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoVectorsTest {
    private final DemoProvider demo = new DemoProvider(Duration.ZERO, Clock.systemUTC());

    @AfterEach
    void stop() {
        demo.close();
    }

    private JsonNode ask(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(demo.url() + path))
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return new ObjectMapper().readTree(answer.body());
        }
    }

    private static double product(JsonNode one, JsonNode other) {
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            sum += one.get(i).doubleValue() * other.get(i).doubleValue();
        }
        return sum;
    }

    @Test
    void openAi() throws IOException, InterruptedException {
        JsonNode answer =
                ask("/openai/v1/embeddings", "{'input':['the red house','a red house','quarterly tax report',[1,2]]}");
        JsonNode data = answer.path("data");
        JsonNode first = data.at("/0/embedding");
        assertThat(data.size()).isEqualTo(4);
        assertThat(first.size()).isEqualTo(64);
        assertThat(product(first, first)).isBetween(0.999, 1.001);
        assertThat(product(first, data.at("/1/embedding"))).isGreaterThan(product(first, data.at("/2/embedding")));
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(11);
        assertThat(ask("/openai/v1/embeddings", "{'input':'x','dimensions':3}")
                        .at("/data/0/embedding")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void gemini() throws IOException, InterruptedException {
        String content = "'content':{'parts':[{'text':'the red house'}]}";
        String path = "/gemini/v1beta/models/demo:";
        JsonNode one = ask(path + "embedContent", "{" + content + ",'outputDimensionality':8}");
        assertThat(one.at("/embedding/values").size()).isEqualTo(8);
        JsonNode batch = ask(path + "batchEmbedContents", "{'requests':[{" + content + "},{" + content + "}]}");
        assertThat(batch.path("embeddings").size()).isEqualTo(2);
        assertThat(batch.at("/usageMetadata/promptTokenCount").asInt()).isEqualTo(6);
    }
}
