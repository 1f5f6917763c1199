package dev.mehari.it.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Usage;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.Refused;
import dev.mehari.fake.Seal;
import dev.mehari.fake.SeenRequest;
import dev.mehari.fake.ToolCall;
import dev.mehari.it.pairs.Question.With;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("official SDKs of every protocol at upstreams of every protocol")
class SdkPairsIT {
    private static final String THOUGHT = "Two cities, two calls.";
    private static final String LAST_WORDS = "21 and 25 degrees.";
    private static final Map<String, String> DEGREES = Map.of("Paris", "21", "Rome", "25");
    private static final Usage USAGE = new Usage(100, 20, 0, 0, 7, 3);

    private static @Nullable Stage stage;

    private @Nullable FakeProvider fake;
    private int refusedBefore;

    /** A caller's side, an upstream's side, and how the answer comes. */
    record Pair(Dialect dialect, Kind kind, boolean streamed) {
        Question question(With... with) {
            return Question.of(kind, streamed, with);
        }

        @Override
        public String toString() {
            return dialect + " at " + kind + (streamed ? ", streamed" : ", whole");
        }
    }

    static Stream<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            for (Kind kind : Kind.values()) {
                pairs.add(new Pair(dialect, kind, false));
                pairs.add(new Pair(dialect, kind, true));
            }
        }
        return pairs.stream();
    }

    static Stream<Pair> streams() {
        return pairs().filter(Pair::streamed);
    }

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

    private static Stage stage() {
        Stage started = stage;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private FakeProvider playing(Pair pair, Answer answer) {
        FakeProvider playing = stage().playing(pair.kind(), answer);
        fake = playing;
        refusedBefore = playing.refusals().size();
        return playing;
    }

    @AfterEach
    void nothingWasRefused() {
        FakeProvider played = fake;
        assertThat(played).isNotNull();
        if (played != null) {
            List<Refused> all = played.refusals();
            assertThat(all.subList(refusedBefore, all.size())).isEmpty();
        }
    }

    private static Caller caller(Pair pair) {
        return pair.dialect().caller(stage().url());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void answers(Pair pair) {
        playing(pair, Answer.text("It is warm, I think.").usage(USAGE));
        try (Caller caller = caller(pair)) {
            Heard heard = caller.ask(pair.question());

            assertThat(heard.text()).isEqualTo("It is warm, I think.");
            assertThat(heard.stop()).isEqualTo(pair.dialect().end);
            assertThat(heard.input()).isEqualTo(pair.dialect().input);
            assertThat(heard.output()).isEqualTo(10);
            assertThat(heard.events()).isGreaterThanOrEqualTo(pair.streamed() ? 6 : 1);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void thinksAndCallsTwoToolsAtOnce(Pair pair) {
        FakeProvider vendor = playing(
                pair,
                Answer.toolCalls(
                                new ToolCall(Question.TOOL, "{\"city\":\"Paris\"}"),
                                new ToolCall(Question.TOOL, "{\"city\":\"Rome\"}"))
                        .reasoning(THOUGHT)
                        .usage(USAGE)
                        .thenText(LAST_WORDS));
        try (Caller caller = caller(pair)) {
            Heard first = caller.ask(pair.question(With.THINKING, With.TOOLS, With.SYSTEM));

            assertThat(first.thinking()).isEqualTo(THOUGHT);
            assertThat(first.arguments()).containsExactly("{\"city\":\"Paris\"}", "{\"city\":\"Rome\"}");
            assertThat(first.calls()).extracting(Heard.Asked::name).containsOnly(Question.TOOL);
            assertThat(first.stop()).isEqualTo(pair.dialect().tools);
            assertThat(first.output()).isEqualTo(10);
            Told asked = Told.by(pair.kind(), vendor.lastRequest());
            assertThat(asked.thinking().isMissingNode()).isFalse();
            assertThat(asked.system()).isEqualTo(Question.SYSTEM);

            Heard last = caller.tell(first.arguments().stream()
                    .map(arguments -> "{\"celsius\":"
                            + DEGREES.get(Told.json(arguments).path("city").asText()) + "}")
                    .toList());

            assertThat(last.text()).isEqualTo(LAST_WORDS);
            assertThat(last.stop()).isEqualTo(pair.dialect().end);
        }
        assertThat(vendor.requests()).hasSize(2);
        SeenRequest second = vendor.lastRequest();
        Told told = Told.by(pair.kind(), second);
        assertThat(told.results()).containsOnlyKeys(DEGREES.keySet());
        DEGREES.forEach((city, degrees) -> assertThat(told.results().get(city)).contains(degrees));
        // Chat completions seal nothing; their fake asks for the words.
        assertThat(Seal.isIn(second) || pair.kind() == Kind.CHAT)
                .as("its own thinking, in %s", told.text())
                .isTrue();
        assertThat(told.thinking().isMissingNode()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tellsWhatIsShownAndWhatIsWanted(Pair pair) {
        FakeProvider vendor = playing(pair, Answer.text("{\"celsius\":21}"));
        try (Caller caller = caller(pair)) {
            assertThat(caller.ask(pair.question(With.SYSTEM, With.IMAGE, With.PDF, With.SCHEMA))
                            .text())
                    .isEqualTo("{\"celsius\":21}");
        }
        Told told = Told.by(pair.kind(), vendor.lastRequest());
        assertThat(told.system()).isEqualTo(Question.SYSTEM);
        assertThat(told.text()).contains(Question.PNG, Question.PDF, Question.TEXT);
        assertThat(told.schema()).isEqualTo(Told.json(Question.ANSWER));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void failsWithTheTypesOfTheSdk(Pair pair) {
        playing(pair, Answer.error(400, null, "this is wrong"));
        try (Caller caller = caller(pair)) {
            Caller.Wrong wrong = caller.fail(pair.question());

            assertThat(wrong.exception()).isEqualTo(pair.dialect().badRequest);
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.message()).contains("this is wrong");
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void failsInTheMiddleOfAStream(Pair pair) {
        playing(pair, Answer.text("one two three four five six").errorAfter(6, 500, null, "broken"));
        try (Caller caller = caller(pair)) {
            assertThat(caller.fail(pair.question()).exception()).isNotEmpty();
        }
    }
}
