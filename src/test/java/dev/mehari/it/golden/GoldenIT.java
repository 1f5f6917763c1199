package dev.mehari.it.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.golden.Expected;
import dev.mehari.golden.GoldenCase;
import dev.mehari.golden.GoldenCases;
import dev.mehari.golden.Sent;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden case over HTTP: what the caller sends, what reaches the upstream, what the caller gets. */
@DisplayName("golden cases, over HTTP")
class GoldenIT {
    private static final Map<String, GoldenCase> CASES = new LinkedHashMap<>();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static ScriptedUpstream scripted = new ScriptedUpstream();
    private static GatewayProcess gateway = start();

    private static GatewayProcess start() {
        for (GoldenCase golden : GoldenCase.all()) {
            String name = "g" + GoldenCases.number(golden);
            assertThat(CASES.put(name, golden)).as("two cases " + name).isNull();
        }
        return GoldenConfig.of(CASES, scripted).start();
    }

    @BeforeAll
    static void ready() {
        assertThat(CASES).isNotEmpty();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        scripted.close();
    }

    static List<String> names() {
        return List.copyOf(CASES.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void overHttp(String name) throws IOException, InterruptedException {
        GoldenCase golden = golden(name);
        scripted.play(golden);
        scripted.cutAt(Integer.MAX_VALUE);
        HttpResponse<byte[]> answer = HTTP.send(request(name, golden), HttpResponse.BodyHandlers.ofByteArray());
        List<String> wrong = new ArrayList<>();
        Expected compare = new Expected();
        upstream(golden, wrong);
        answer(golden, answer, compare, wrong);
        assertThat(wrong)
                .as(golden + ": " + Tree.parse("\"" + answer.statusCode() + "\""))
                .isEmpty();
    }

    static List<String> streams() {
        return CASES.entrySet().stream()
                .filter(c -> c.getValue().streamed())
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    @DisplayName("a stream that comes in two pieces, wherever it is cut, is the same to the caller")
    void cuts(String name) throws IOException, InterruptedException {
        GoldenCase golden = golden(name);
        scripted.play(golden);
        int length = golden.upstreamBytes().length;
        for (int at = 1; at < length; at += 1 + length / 12) {
            scripted.cutAt(at);
            HttpResponse<byte[]> answer = HTTP.send(request(name, golden), HttpResponse.BodyHandlers.ofByteArray());
            List<String> wrong = new ArrayList<>();
            answer(golden, answer, new Expected(), wrong);
            assertThat(wrong).as(golden + ", cut at " + at).isEmpty();
        }
    }

    private static GoldenCase golden(String name) {
        GoldenCase golden = CASES.get(name);
        if (golden == null) {
            throw new IllegalArgumentException(name);
        }
        return golden;
    }

    private static HttpRequest request(String name, GoldenCase golden) {
        JsonNode body = golden.root().path("client_request");
        String path = GoldenCases.path(golden, name);
        if (body.has("model") && body instanceof ObjectNode object) {
            body = object.deepCopy().put("model", name);
        }
        String text = Tree.text(body);
        if (golden.inbound().endsWith("embed")) {
            // There the body has to say what the path says.
            text = text.replace("models/" + GoldenCases.model(golden), "models/" + name);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(text));
        golden.root().path("client_headers").properties().forEach(header -> {
            if (!header.getKey().equalsIgnoreCase("authorization")) {
                request.header(header.getKey(), header.getValue().textValue());
            }
        });
        return request.header("Authorization", "Bearer " + GatewaySetup.KEY).build();
    }

    private static void upstream(GoldenCase golden, List<String> wrong) throws IOException {
        ScriptedUpstream.Got got = scripted.take();
        JsonNode expected = golden.get("expected_upstream_request");
        if (expected == null) {
            if (got != null) {
                wrong.add("the upstream was asked, though the gateway answers by itself");
            }
            return;
        }
        if (got == null) {
            wrong.add("the upstream was not asked");
            return;
        }
        wrong.addAll(new Expected().inRequest(expected, Tree.read(got.body())));
        JsonNode path = golden.get("expected_upstream_path");
        if (path != null && !path.textValue().equals(got.path())) {
            wrong.add("path " + got.path());
        }
        golden.root().path("expected_upstream_headers").properties().forEach(header -> {
            String value = got.headers().entrySet().stream()
                    .filter(h -> h.getKey().equalsIgnoreCase(header.getKey()))
                    .map(h -> h.getValue().getFirst())
                    .findFirst()
                    .orElse("");
            boolean any = header.getValue().textValue().equals("$$any");
            if (any ? value.isEmpty() : !value.equals(header.getValue().textValue())) {
                wrong.add("header " + header.getKey() + " was \"" + value + "\"");
            }
        });
    }

    private static void answer(GoldenCase golden, HttpResponse<byte[]> answer, Expected compare, List<String> wrong)
            throws IOException {
        if (golden.streamed()) {
            List<JsonNode> expected = Sent.joined(golden.root().path("expected_client_stream"));
            List<JsonNode> events = Sent.joined(Sent.events(answer.body()));
            for (int i = 0; i < Math.max(expected.size(), events.size()); i++) {
                JsonNode is = i < events.size() ? events.get(i) : Tree.array();
                JsonNode should = i < expected.size() ? expected.get(i) : Tree.array();
                int at = i;
                compare.inAnswer(should, is).forEach(w -> wrong.add(at + w));
            }
        } else {
            JsonNode expected = golden.root().path("expected_client_response");
            int status = expected.path("$status").asInt(200);
            if (answer.statusCode() != status) {
                wrong.add("status " + answer.statusCode() + ": " + Tree.text(Tree.read(answer.body())));
                return;
            }
            expected.path("$headers").properties().forEach(header -> {
                String value = answer.headers().firstValue(header.getKey()).orElse("");
                boolean any = header.getValue().asText().equals("$$any");
                if (any ? value.isEmpty() : !value.equals(header.getValue().asText())) {
                    wrong.add("header " + header.getKey() + " was \"" + value + "\"");
                }
            });
            JsonNode body = expected.has("$body") ? expected.get("$body") : expected;
            wrong.addAll(compare.inAnswer(body, Tree.read(answer.body())));
        }
        List<String> losses = List.of(answer.headers()
                .firstValue("x-mehari-loss")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .split(", ", -1));
        golden.root().path("expected_warnings").forEach(warning -> {
            boolean inStream = golden.streamed() && GoldenCases.ofAnswer(warning.textValue());
            if (!inStream && !losses.contains(warning.textValue().toLowerCase(Locale.ROOT))) {
                wrong.add("no loss " + warning + " among " + losses);
            }
        });
    }
}
