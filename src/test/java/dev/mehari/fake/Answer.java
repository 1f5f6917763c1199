package dev.mehari.fake;

import dev.mehari.call.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a fake answers next: something to say, and what goes wrong while it is said.
 *
 * <p>The same answer serves a streamed and a whole reply of every vendor. Events count from one in {@code after(n)}, and comments, pings and other
 * insertions do not count. Faults happen in the order in which they are named.
 */
public final class Answer extends Misbehaviour {
    private final Content content;
    private final List<Fault> faults;

    /** What is said when nothing goes wrong. */
    private sealed interface Content {
        record Model(Turn turn, @Nullable Turn afterTools) implements Content {
            Turn turnFor(Asked asked) {
                if (asked.afterTools() && afterTools != null) {
                    return afterTools;
                }
                return asked.tools() || turn.calls().isEmpty() ? turn : Turn.saying("I have no tools.");
            }
        }

        record Failed(Failure failure) implements Content {}

        record Literal(Reply reply) implements Content {}
    }

    private Answer(Content content, List<Fault> faults) {
        this.content = content;
        this.faults = List.copyOf(faults);
    }

    private static Answer literal(Reply reply) {
        return new Answer(new Content.Literal(reply), List.of());
    }

    /** Text, streamed word by word. */
    public static Answer text(String text) {
        return new Answer(new Content.Model(Turn.saying(text), null), List.of());
    }

    /** Text in exactly these pieces. */
    public static Answer pieces(String... pieces) {
        return text("").turn(turn -> turn.pieces(List.of(pieces)));
    }

    /** A tool call, if the request has tools; plain text if it has none, as a model would. */
    public static Answer toolCall(String name, String arguments) {
        return toolCalls(new ToolCall(name, arguments));
    }

    public static Answer toolCalls(ToolCall... calls) {
        return new Answer(new Content.Model(Turn.calling(List.of(calls)), null), List.of());
    }

    /** An error in the vendor's form, with the name the vendor usually gives this status. */
    public static Answer error(int status) {
        return error(status, null, "The fake was told to answer " + status + ".");
    }

    /** The code is OpenAI's {@code code}, Anthropic's {@code type}, Gemini's {@code status}, GLM's number. */
    public static Answer error(int status, @Nullable String code, String message) {
        return new Answer(new Content.Failed(Failure.of(status, code, message)), List.of());
    }

    public static Answer json(int status, String body) {
        return body(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer html(int status) {
        String page = "<html><body><h1>" + status + "</h1><p>nginx</p></body></html>";
        return body(status, "text/html", page.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer body(int status, String contentType, byte[] body) {
        return literal(Reply.of(status, contentType, body));
    }

    /** An event stream as written here, with LF; an empty line ends an event, so faults still find events in it. */
    public static Answer sse(String stream) {
        List<Step> events = new ArrayList<>();
        for (String block : stream.split("(?<=\n\n)", -1)) {
            if (!block.isEmpty()) {
                events.add(new Step.Bytes(Step.Kind.OTHER, block.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return literal(Reply.stream("text/event-stream", events));
    }

    /** A stream of 200 whose pieces are each written by themselves, and each count as an event. */
    public static Answer stream(String contentType, List<byte[]> pieces) {
        return literal(Reply.stream(
                contentType,
                pieces.stream()
                        .map(bytes -> new Step.Bytes(Step.Kind.OTHER, bytes))
                        .toList()));
    }

    /** 200, JSON by its header, and no byte of it. */
    public static Answer empty() {
        return json(200, "");
    }

    /** 200, an event stream by its header, and not one event. */
    public static Answer emptyStream() {
        return sse("");
    }

    /** Accepts, reads, and says nothing at all until the peer leaves. */
    public static Answer silence() {
        return literal(Reply.wordless(new Step.Hold()));
    }

    /** Closes (FIN) instead of answering. */
    public static Answer hangUp() {
        return literal(Reply.wordless(new Step.Cut()));
    }

    /** Resets (RST) instead of answering. */
    public static Answer reset() {
        return literal(Reply.wordless(new Step.Reset()));
    }

    /** Sends this instead when the last turn of the request holds tool results. */
    public Answer thenText(String text) {
        Content.Model model = model();
        return new Answer(new Content.Model(model.turn(), Turn.saying(text)), faults);
    }

    /** Text before the tool calls. */
    public Answer withText(String text) {
        return turn(turn -> turn.pieces(Turn.words(text)));
    }

    public Answer withToolCalls(ToolCall... calls) {
        return turn(turn -> turn.calls(List.of(calls)));
    }

    public Answer reasoning(String text) {
        return turn(turn -> turn.reasoning(text));
    }

    /** The vendor's word for why it ended, instead of the natural one. */
    public Answer finish(String reason) {
        return turn(turn -> turn.finish(reason));
    }

    public Answer usage(Usage usage) {
        return turn(turn -> turn.usage(usage));
    }

    public Answer usageAt(UsageAt place) {
        return turn(turn -> turn.usageAt(place));
    }

    /** When to come back, in the body of an error: Gemini's RetryInfo; other vendors do not have it. */
    public Answer retryInfo(Duration time) {
        if (content instanceof Content.Failed(Failure failure)) {
            return new Answer(new Content.Failed(failure.retryIn(time)), faults);
        }
        throw new IllegalStateException("only an error says when to come back");
    }

    @Override
    Answer but(Fault fault) {
        return new Answer(
                content, Stream.concat(faults.stream(), Stream.of(fault)).toList());
    }

    private Answer turn(UnaryOperator<Turn> change) {
        Content.Model model = model();
        return new Answer(new Content.Model(change.apply(model.turn()), model.afterTools()), faults);
    }

    private Content.Model model() {
        if (content instanceof Content.Model model) {
            return model;
        }
        throw new IllegalStateException("only what a model says can be changed so");
    }

    Reply render(Vendor vendor, Asked asked) {
        Reply reply = switch (content) {
            case Content.Model model ->
                asked.vectors() == null ? vendor.say(asked, model.turnFor(asked)) : asked.vectors();
            case Content.Failed failed -> vendor.fail(failed.failure());
            case Content.Literal literal -> literal.reply();
        };
        for (Fault fault : faults) {
            reply = fault.apply(reply, vendor, asked);
        }
        return reply;
    }
}
