package dev.mehari.it.failover.score;

import dev.mehari.fake.Answer;
import dev.mehari.fake.ToolCall;
import java.time.Duration;
import java.util.List;

/** The sixteen. U1 is asked first; U2 is well, where nothing else is said. */
final class Scenarios {
    /** Attempts at one target, the first included. */
    private static final int TRIES = 3;

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private static final String ARGUMENTS = "{\"city\":\"Paris\"}";
    private static final ToolCall PARIS = new ToolCall("f", ARGUMENTS);
    private static final ToolCall LONG = new ToolCall("f", "{\"city\":\"a very long name of a city\"}");

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    1,
                    "rate limit with Retry-After",
                    stage -> Judges.secondServes(
                            stage.u1(Answer.error(429).retryAfter(A_SECOND)).two(), 1),
                    stage -> Judges.waitsFor(
                            stage.u1Once(Answer.error(429).retryAfter(A_SECOND)).one(), A_SECOND),
                    stage -> Judges.tellsTheShorter(
                            stage.u1(Answer.error(429).retryAfter(Duration.ofSeconds(40)))
                                    .u2(Answer.error(429).retryAfter(Duration.ofSeconds(20)))
                                    .two(),
                            Duration.ofSeconds(20))),
            new Scenario(
                    2,
                    "5xx",
                    stage -> Judges.secondServes(stage.u1(Answer.error(503)).two(), TRIES),
                    stage -> Judges.secondServes(stage.u1(Answer.html(502)).two(), TRIES)),
            new Scenario(
                    3,
                    "hang before headers",
                    stage -> Judges.secondServesAndFirstIsLetGo(
                            stage.u1(Answer.silence()).two())),
            new Scenario(4, "stall after tokens", Scenarios::stall),
            new Scenario(
                    5,
                    "slow drip",
                    stage -> Judges.secondServesAndFirstIsLetGo(
                            stage.u1(Scripts.drip(stage.lane)).two()),
                    Scenarios::wordByWord),
            new Scenario(6, "error in a 200", Scenarios::errorIn200, Scenarios::errorAfterWords),
            new Scenario(7, "truncated stream", Scenarios::truncated),
            new Scenario(
                    8,
                    "malformed JSON",
                    stage -> Judges.secondServes(
                            stage.u1(Scripts.malformed(stage.lane)).two(), TRIES),
                    Scenarios::malformedLater),
            new Scenario(
                    9,
                    "content filter",
                    stage -> Scripts.filtered(
                            stage.u1(Scripts.contentFilter(stage.lane)).two())),
            new Scenario(
                    10,
                    "context length",
                    stage -> Judges.callersMistake(
                            stage.u1(Scripts.tooLong(stage.lane)).two(), 400, "tokens"),
                    stage -> Judges.secondServes(
                            stage.u1(Scripts.tooLong(stage.lane)).call(stage.lane.longer()), 1)),
            new Scenario(
                    11,
                    "auth failure",
                    stage -> Judges.secondServes(stage.u1(Answer.error(401)).two(), 1),
                    stage -> Judges.allDown(
                            stage.u1(Answer.error(401)).u2(Answer.error(401)).two())),
            new Scenario(
                    12,
                    "empty stream",
                    stage -> Judges.secondServes(
                            stage.u1(Scripts.empty(stage.lane)).two(), TRIES)),
            new Scenario(
                    13,
                    "connection reset",
                    stage -> Judges.secondServes(stage.u1(Answer.reset()).two(), TRIES),
                    Scenarios::resetLater),
            new Scenario(
                    14,
                    "all targets down",
                    stage -> Judges.allDown(
                            stage.u1(Answer.error(503)).u2(Answer.error(500)).two()),
                    stage -> Judges.allDown(
                            stage.u1(Answer.reset()).u2(Answer.hangUp()).two())),
            new Scenario(
                    15,
                    "wrong attribution of cost",
                    stage -> Books.onTheSecond(stage.u1(Answer.error(503)).two(), TRIES),
                    stage -> Books.onTheSecond(
                            stage.u1(Scripts.tooLong(stage.lane)).call(stage.lane.longer()), 1),
                    Scenarios::brokenOff),
            new Scenario(16, "tool call cut in half", Scenarios::halfACall));

    private Scenarios() {}

    private static Verdict wordByWord(Stage stage) {
        Answer slow = Answer.text(Stage.ALPHA).drip(Duration.ofMillis(400));
        return stage.stream()
                ? Judges.secondServesAndFirstIsLetGo(stage.u1(slow).call(stage.lane.brisk()))
                : Verdict.PASS;
    }

    private static Verdict brokenOff(Stage stage) {
        return stage.stream()
                ? Books.onTheFirst(stage.u1(Answer.text(Stage.ALPHA).cutAfter(stage.words(7)))
                        .two())
                : Verdict.PASS;
    }

    private static Verdict stall(Stage stage) {
        Answer alpha = Answer.text(Stage.ALPHA);
        if (!stage.stream()) {
            return Judges.secondServesAndFirstIsLetGo(
                    stage.u1(alpha.stallAfterBytes(60)).two());
        }
        return Judges.brokenOffAndLetGo(
                stage.u1(alpha.stallAfter(stage.words(6))).two());
    }

    private static Verdict errorIn200(Stage stage) {
        if (!stage.stream()) {
            return Judges.secondServes(stage.u1(Answer.error(503).status(200)).two(), TRIES);
        }
        Answer alpha = Answer.text(Stage.ALPHA);
        Verdict atOnce = Judges.secondServes(
                stage.u1(alpha.errorAfter(0, 503, null, "busy").terminatedAnyway())
                        .two(),
                TRIES);
        Stage again = stage.u1(alpha.errorAfter(stage.lane.first.opening, 503, null, "busy"));
        again.u2(Answer.text(Stage.BETA));
        return atOnce.worse(Judges.secondServes(again.two(), TRIES));
    }

    private static Verdict errorAfterWords(Stage stage) {
        Answer busy = Answer.text(Stage.ALPHA).errorAfter(stage.words(5), 503, null, "busy");
        return stage.stream()
                ? Judges.brokenOff(stage.u1(busy.terminatedAnyway()).two(), Stage.ALPHA)
                : Verdict.PASS;
    }

    private static Verdict truncated(Stage stage) {
        Answer alpha = Answer.text(Stage.ALPHA);
        return stage.stream()
                ? Judges.brokenOff(stage.u1(alpha.cutAfter(stage.words(7))).two(), Stage.ALPHA)
                        .worse(Judges.brokenOff(
                                stage.u1(alpha.cutInside(stage.words(7))).two(), Stage.ALPHA))
                : Judges.secondServes(stage.u1(alpha.truncated()).two(), TRIES);
    }

    private static Verdict malformedLater(Stage stage) {
        return stage.stream()
                ? Judges.brokenOff(
                        stage.u1(Answer.text(Stage.ALPHA).garbledAt(stage.words(5)))
                                .two(),
                        Stage.ALPHA)
                : Verdict.PASS;
    }

    private static Verdict resetLater(Stage stage) {
        Answer alpha = Answer.text(Stage.ALPHA);
        // Slowly, so that what was said before the reset has arrived.
        return stage.stream()
                ? Judges.brokenOff(
                        stage.u1(alpha.drip(Duration.ofMillis(2)).resetAfter(stage.words(6)))
                                .two(),
                        Stage.ALPHA)
                : Judges.secondServes(stage.u1(alpha.resetAfterBytes(60)).two(), TRIES);
    }

    private static Verdict halfACall(Stage stage) {
        String tools = stage.lane.caller.tools(List.of("f"));
        stage.u2(Answer.toolCalls(PARIS));
        if (!stage.stream()) {
            Answer cut = Answer.toolCalls(LONG).truncated();
            return Judges.calls(stage.u1(cut).two(tools), ARGUMENTS);
        }
        Answer call = Answer.text("So.").withToolCalls(LONG);
        Trial whole = stage.u1(call).two(tools);
        int events = whole.u1().getFirst().eventsWritten();
        // Of all but Google's, a call comes in pieces: the second half and three events more are missing.
        Answer half = stage.lane.first == Side.GEMINI ? call.cutInside(1) : call.cutAfter(events - 4);
        // Of what is not whole, the client of Responses here gives out all together.
        String said = stage.lane.first == Side.RESPONSES ? "So." + LONG.arguments() : "So.";
        return Judges.brokenOff(stage.u1(half).two(tools), said);
    }
}
