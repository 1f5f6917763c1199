package dev.mehari.it.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.Seal;
import dev.mehari.fake.ToolCall;
import dev.mehari.golden.Sent;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.pairs.Agent.Call;
import dev.mehari.it.pairs.Agent.Done;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("fault 6.6: thirty turns of a coding agent, with tools, thinking, pictures and marks for the cache")
class ThirtyTurnsIT {
    private static final int TURNS = 30;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static @Nullable Stage stage;

    @BeforeAll
    static void start() {
        stage = new Stage();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Dialect.values())
                .flatMap(dialect -> Stream.of(Kind.values()).map(kind -> Arguments.of(dialect, kind)));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("pairs")
    @DisplayName("at one upstream")
    void atOne(Dialect dialect, Kind kind) throws IOException, InterruptedException {
        session(Agent.of(dialect), turn -> kind);
    }

    /** From each kind to each other, every switch once before the first comes again. */
    private static final List<Kind> ROUND = List.of(
            Kind.CHAT,
            Kind.RESPONSES,
            Kind.ANTHROPIC,
            Kind.GEMINI,
            Kind.CHAT,
            Kind.ANTHROPIC,
            Kind.RESPONSES,
            Kind.GEMINI,
            Kind.ANTHROPIC,
            Kind.CHAT,
            Kind.GEMINI,
            Kind.RESPONSES);

    @ParameterizedTest(name = "{0}")
    @EnumSource(Dialect.class)
    @DisplayName("from upstream to upstream: no thinking goes to who did not think it")
    void fromOneToAnother(Dialect dialect) throws IOException, InterruptedException {
        session(Agent.of(dialect), turn -> ROUND.get(turn / 2 % ROUND.size()));
    }

    private interface Route {
        Kind at(int turn);
    }

    private static void session(Agent agent, Route route) throws IOException, InterruptedException {
        agent.asks("Fix the failing test in src/main.", true);
        @Nullable Kind thought = null;
        for (int turn = 0; turn < TURNS; turn++) {
            Kind kind = route.at(turn);
            FakeProvider vendor = playing(kind, turn);
            int refused = vendor.refusals().size();
            JsonNode answer = ask(agent, kind, turn % 2 == 1);
            String as =
                    "turn " + turn + " at " + kind + ": " + vendor.lastRequest().text();
            assertThat(vendor.refusals().subList(refused, vendor.refusals().size()))
                    .as(as)
                    .isEmpty();
            JsonNode told = vendor.lastRequest().json();
            assertThat(told.findValues("cache_control").size()).as(as).isLessThanOrEqualTo(4);
            if (kind == thought && kind != Kind.CHAT) {
                assertThat(Seal.isIn(vendor.lastRequest())).as(as).isTrue();
            }
            List<Call> calls = agent.said(answer);
            assertThat(calls).as(as).hasSize(calls(turn));
            thought = calls.isEmpty() ? null : kind;
            goOn(agent, turn, calls);
        }
    }

    /** Every fifth answer is the last of a task; of the others every third asks for two tools. */
    private static int calls(int turn) {
        return turn % 5 == 4 ? 0 : turn % 3 == 0 ? 2 : 1;
    }

    private static FakeProvider playing(Kind kind, int turn) {
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < calls(turn); i++) {
            String tool = Agent.TOOLS.get((turn + i) % Agent.TOOLS.size());
            calls.add(new ToolCall(tool, "{\"path\":\"src/" + turn + "-" + i + ".java\"}", "call_" + turn + "_" + i));
        }
        Answer answer = calls.isEmpty()
                ? Answer.text("Done with step " + turn + ".")
                : Answer.toolCalls(calls.toArray(ToolCall[]::new));
        if (turn % 4 == 1 && !calls.isEmpty()) {
            answer = answer.withText("I look at 北京 🌍 next.");
        }
        return stage().playing(kind, answer.reasoning("Step " + turn + " needs a look."));
    }

    private static void goOn(Agent agent, int turn, List<Call> calls) {
        if (calls.isEmpty()) {
            agent.asks("Go on with step " + (turn + 1) + ".", turn % 10 == 9);
            return;
        }
        List<Done> results = new ArrayList<>();
        for (Call call : calls) {
            boolean picture = call.name().equals("view_image");
            results.add(new Done(call, "line " + turn + "\nline two", turn % 7 == 6, picture));
        }
        agent.did(results);
    }

    private static JsonNode ask(Agent agent, Kind kind, boolean stream) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stage().url() + agent.path(kind.alias(), stream)))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + GatewaySetup.KEY)
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Tree.bytes(agent.body(kind.alias(), stream))))
                .build();
        HttpResponse<byte[]> reply = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(reply.statusCode())
                .as(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        if (!stream) {
            return Tree.read(reply.body());
        }
        List<JsonNode> events = new ArrayList<>();
        String lines = new String(reply.body(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        Sent.events(lines.getBytes(StandardCharsets.UTF_8)).forEach(event -> {
            if (event.path("data").isObject()) {
                events.add(event.path("data"));
            }
        });
        return agent.whole(events);
    }

    private static Stage stage() {
        Stage started = stage;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }
}
