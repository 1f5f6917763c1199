package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Snapshot;
import dev.mehari.health.Health;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Subject;
import dev.mehari.health.Switchboard;
import dev.mehari.health.UnkeptSwitches;
import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("faults 2.10, 6.4: what a call does whose targets are left alone")
final class InRotationTest {
    private static final Snapshot SNAPSHOT = ConfigLoader.load(
            ConfigSource.of(
                    "a test",
                    Map.of(
                            "upstreams.yaml",
                            """
                                    upstreams:
                                      one: {protocol: openai, base-url: "http://a/v1", credentials: [{id: main, key: "env:A"}]}
                                      two: {protocol: openai, base-url: "http://b/v1", credentials: [{id: main, key: "env:A"}]}
                                      three:
                                        protocol: openai
                                        base-url: http://c/v1
                                        credentials:
                                          - {id: a, key: "env:A"}
                                          - {id: b, key: "env:B"}
                                          - {id: c, key: "env:C"}
                                      plain: {protocol: openai-chat, base-url: "http://d/v1"}
                                      counts: {protocol: anthropic, base-url: "http://e"}
                                    """.getBytes(StandardCharsets.UTF_8),
                            "models.yaml",
                            "models: {}".getBytes(StandardCharsets.UTF_8))),
            Map.of("A", "sk-a", "B", "sk-b", "C", "sk-c"));

    private final Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    private final Clockwork clockwork = new Clockwork();
    private final Health health = new Health(clock);
    private final PoolStates states = health.of(SNAPSHOT);
    private final Dispatch dispatch =
            new Dispatch(SNAPSHOT, new Timers(clockwork), new UpstreamSlots(), states, StaleReplies.NONE, clock);
    private final Switchboard board = new Switchboard(health, new UnkeptSwitches(), clock);

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    private static Call call(String... targets) {
        Call call = Samples.call("any");
        call.authenticated(Samples.caller());
        call.course().plan(Stream.of(targets).map(Target::of).toList());
        return call;
    }

    private void limited(String target, String credential, int seconds) {
        states.begin(Target.of(target), credential)
                .over(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofSeconds(seconds)), false);
    }

    private void refused(String target, @Nullable String credential, ErrorKind kind) {
        states.begin(Target.of(target), credential).over(new Refusal(kind, "no"), false);
    }

    private String next(Call call) {
        dispatch.next(call);
        return String.valueOf(call.getTarget());
    }

    private @Nullable String credential(Call call) {
        dispatch.next(call);
        InFlight flight = dispatch.open(call);
        String id = flight.attempt().credentialId();
        call.end();
        return id;
    }

    @Test
    @DisplayName("one that cools is passed over, with a note that says why")
    void passedOver() {
        limited("one/m", "main", 60);
        Call call = call("one/m", "two/m");

        assertThat(next(call)).isEqualTo("two/m");
        assertThat(call.hasNextTarget()).isFalse();
        assertThat(call.decision().notes()).singleElement().satisfies(note -> {
            assertThat(note.kind()).isEqualTo(Decision.Kind.TARGET_LEFT_OUT);
            assertThat(note.subject()).isEqualTo("one/m");
            assertThat(note.why()).contains("limits the rate of calls");
        });
    }

    @Test
    @DisplayName("when all cool for longer than is waited: 429 with the smallest time, and no attempt")
    void allCool() {
        limited("one/m", "main", 60);
        limited("two/m", "main", 20);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.next(call("one/m", "two/m")));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.UPSTREAM_RATE_LIMITED);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(refusal.text()).contains("upstream \"one\"", "upstream \"two\"");
    }

    @Test
    @DisplayName("a model that is limited leaves the others of its credential alone; the account's limit holds for all")
    void limitsAreOfModels() {
        limited("one/m", "main", 60);

        assertThat(next(call("one/m", "one/other"))).isEqualTo("one/other");
        states.begin(Target.of("two/m"), "main")
                .over(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "all", Duration.ofSeconds(60)).ofAccount(), false);
        assertThat(next(call("two/other", "three/m"))).isEqualTo("three/m");
    }

    @Test
    @DisplayName("tokens that the gateway counts itself are counted however the target is doing")
    void countsNeedNobody() {
        refused("plain/m", null, ErrorKind.UPSTREAM_RATE_LIMITED);
        board.disable(Subject.of(Target.of("plain/off")), null, "admin");
        for (String target : List.of("plain/m", "plain/off")) {
            Call count = Samples.count("any");
            count.authenticated(Samples.caller());
            count.course().plan(List.of(Target.of(target)));

            assertThat(next(count)).isEqualTo(target);
            assertThat(count.countsHere()).isTrue();
        }
        Call both = Samples.count("any");
        both.authenticated(Samples.caller());
        both.course().plan(List.of(Target.of("counts/m"), Target.of("plain/m")));
        refused("counts/m", null, ErrorKind.UPSTREAM_RATE_LIMITED);
        assertThat(next(both)).as("one that counts itself is asked, and cools").isEqualTo("plain/m");
    }

    @Test
    @DisplayName("one that is limited and one that is switched off are no rate limit")
    void mixed() {
        limited("one/m", "main", 60);
        board.disable(Subject.of(Target.of("two/m")), "too dear", "admin");

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.next(call("one/m", "two/m")));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.UPSTREAM_UNAVAILABLE);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    @DisplayName("fault 2.10: a target, an upstream, a credential that is switched off: no call of a thousand")
    void disabled() {
        board.disable(Subject.of(Target.of("one/m")), null, "admin");
        board.disable(Subject.upstream("two"), null, "admin");
        board.disable(Subject.credential("three", "b"), null, "admin");

        assertThat(IntStream.range(0, 1000).mapToObj(i -> next(call("one/m", "two/m", "three/m"))))
                .containsOnly("three/m");
        assertThat(IntStream.range(0, 1000).mapToObj(i -> String.valueOf(credential(call("three/m")))))
                .containsOnly("a", "c");
        assertThat(next(call("one/other"))).as("another model of it").isEqualTo("one/other");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.next(call("one/m")));
        assertThat(refusal.text()).isEqualTo("target \"one/m\" is switched off by an operator");
        board.reset(Subject.of(Target.of("one/m")), "admin");
        assertThat(next(call("one/m", "three/m")))
                .as("a reset switches nothing on")
                .isEqualTo("three/m");
        board.enable(Subject.of(Target.of("one/m")), "admin");
        assertThat(next(call("one/m"))).isEqualTo("one/m");
    }

    @Test
    @DisplayName("a bad credential never stops the upstream while another works")
    void poolOfThree() {
        refused("three/m", "a", ErrorKind.UPSTREAM_AUTH_FAILED);
        limited("three/m", "b", 60);

        assertThat(IntStream.range(0, 30).mapToObj(i -> String.valueOf(credential(call("three/m")))))
                .containsOnly("c");
        assertThat(next(call("three/m", "two/m"))).isEqualTo("three/m");
    }

    @Test
    @DisplayName("the only credential was refused: other targets first, and without one it is tried all the same")
    void lastResort() {
        refused("one/m", "main", ErrorKind.UPSTREAM_AUTH_FAILED);
        Call other = call("one/m", "two/m");

        assertThat(next(other)).isEqualTo("two/m");
        assertThat(other.getPlan()).as("should that one fail").containsExactly(Target.of("one/m"));
        assertThat(credential(call("one/m"))).isEqualTo("main");
    }

    @Test
    @DisplayName("what is only explained takes no turn and is no attempt, and shows what the next real call does")
    void explained() {
        for (int i = 0; i < 7; i++) {
            Call explained = call("three/m");
            explained.explain();
            String shown = credential(explained);
            assertThat(credential(call("three/m"))).isEqualTo(shown);
        }
        assertThat(Objects.requireNonNull(states.pool("three")).members().stream()
                        .mapToLong(m -> m.state().figures().now().attempts())
                        .sum())
                .isEqualTo(7);
    }

    @Test
    @DisplayName("the one that is waited for is asked once, and those that rest longer stay behind it")
    void noneIsLostByTheWait() {
        limited("one/m", "main", 9);
        limited("two/m", "main", 1);
        Call call = call("one/m", "two/m");
        call.explain();

        assertThat(next(call)).isEqualTo("two/m");
        assertThat(call.getPlan()).containsExactly(Target.of("one/m"));
    }
}
