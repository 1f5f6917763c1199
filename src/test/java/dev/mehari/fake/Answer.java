package dev.mehari.fake;

import dev.mehari.call.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a fake answers next: something to say, and what goes wrong while it is said.
 *
 * <p>The same answer serves a streamed and a whole reply of every vendor. Events count from one in {@code after(n)}, and comments, pings and other
 * insertions do not count. Faults happen in the order in which they are named.
 */
public final class Answer {
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

    public Answer status(int status) {
        return but((reply, vendor, asked) -> reply.status(status));
    }

    public Answer header(String name, String value) {
        return but(Fault.headers(headers -> headers.with(name, value)));
    }

    public Answer retryAfter(Duration time) {
        return header("retry-after", Long.toString(time.toSeconds()));
    }

    public Answer retryAfterMillis(long millis) {
        return header("retry-after-ms", Long.toString(millis));
    }

    /** The moment as an HTTP date, so many seconds from when the answer is written. */
    public Answer retryAfterDate(Duration fromNow) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
        return but(Fault.headers(headers -> headers.with(
                "retry-after", form.format(ZonedDateTime.now(ZoneOffset.UTC).plus(fromNow)))));
    }

    /** When to come back, in the body of an error: Gemini's RetryInfo; other vendors do not have it. */
    public Answer retryInfo(Duration time) {
        if (content instanceof Content.Failed(Failure failure)) {
            return new Answer(new Content.Failed(failure.retryIn(time)), faults);
        }
        throw new IllegalStateException("only an error says when to come back");
    }

    /** Says nothing for this long before the first header. */
    public Answer delayed(Duration time) {
        return but((reply, vendor, asked) -> reply.delayedBy(new Step.Pause(time)));
    }

    /** Says nothing before the first header until the test opens the gate. */
    public Answer heldUntil(CountDownLatch gate) {
        return but((reply, vendor, asked) -> reply.delayedBy(new Step.Gate(gate)));
    }

    /** Goes on after so many events only when the test opens the gate. */
    public Answer heldAfter(int events, CountDownLatch gate) {
        return but(Fault.before(events, new Step.Gate(gate)));
    }

    /** This long before each event. */
    public Answer drip(Duration between) {
        return but(Fault.beforeEach(index -> List.of(new Step.Pause(between))));
    }

    public Answer stallAfter(int events) {
        return but(Fault.afterEvents(events, new Step.Hold()));
    }

    /** Headers, then silence. */
    public Answer headersOnly() {
        return but((reply, vendor, asked) -> reply.wire(wire -> wire.transfer(Reply.Transfer.CHUNKED)))
                .but(Fault.afterEvents(0, new Step.Hold()));
    }

    public Answer cutAfter(int events) {
        return but(Fault.afterEvents(events, new Step.Cut()));
    }

    public Answer resetAfter(int events) {
        return but(Fault.afterEvents(events, new Step.Reset()));
    }

    /** So many whole events and half of the next one, then FIN. */
    public Answer cutInside(int events) {
        return but(Fault.inside(events, new Step.Cut()));
    }

    public Answer resetInside(int events) {
        return but(Fault.inside(events, new Step.Reset()));
    }

    public Answer cutAfterBytes(long bytes) {
        return but(Fault.wire(wire -> wire.endingAfter(bytes, new Step.Cut())));
    }

    public Answer resetAfterBytes(long bytes) {
        return but(Fault.wire(wire -> wire.endingAfter(bytes, new Step.Reset())));
    }

    /** An error event inside a stream that began well; the stream ends with it. */
    public Answer errorAfter(int events, int status, @Nullable String code, String message) {
        return but(Fault.errorAfter(events, Failure.of(status, code, message)));
    }

    /** The usual end of a stream once more: after an error, for example. */
    public Answer terminatedAnyway() {
        return but(Fault.terminatedAnyway());
    }

    /** No {@code [DONE]}, no {@code message_stop}; Gemini has none to leave out. */
    public Answer withoutTerminator() {
        return but(Fault.without(Step.Kind.TERMINATOR));
    }

    /** No event that names why it ended. */
    public Answer withoutFinish() {
        return but(Fault.without(Step.Kind.FINISH));
    }

    public Answer truncated() {
        return but(Fault.truncated());
    }

    public Answer malformedChunks() {
        return but(Fault.malformedChunks());
    }

    /** Compressed whatever the caller accepts; each event of a stream can be decompressed when it comes. */
    public Answer gzip() {
        return but(Fault.wire(Reply.Wire::gzipped));
    }

    public Answer framing(SseFraming framing) {
        return but(Fault.wire(wire -> wire.framing(framing)));
    }

    public Answer oneByteWrites() {
        return but(Fault.wire(Reply.Wire::inSingleBytes));
    }

    public Answer closeDelimited() {
        return but(Fault.wire(wire -> wire.transfer(Reply.Transfer.CLOSE)));
    }

    public Answer chunked() {
        return but(Fault.wire(wire -> wire.transfer(Reply.Transfer.CHUNKED)));
    }

    /** A comment, a ping and an event of a kind nobody knows yet before each event. */
    public Answer noisy() {
        List<Step> noise = List.of(
                new Step.Comment("OPENROUTER PROCESSING"),
                new Step.Event(Step.Kind.NOISE, "ping", "{\"type\":\"ping\"}"),
                new Step.Event(Step.Kind.NOISE, "future_thing", "{\"type\":\"future_thing\",\"x\":[1]}"));
        return but(Fault.beforeEach(index -> noise));
    }

    public Answer comments(String text) {
        return but(Fault.beforeEach(index -> List.of(new Step.Comment(text))));
    }

    /** Each event's JSON in two {@code data:} lines. */
    public Answer twoLineData() {
        return but(Fault.twoLines());
    }

    /** The connection stays open after the last event, without an end of the body. */
    public Answer keepsOpen() {
        return but(Fault.appended(new Step.Hold()));
    }

    /** The first piece of text so many times, written as fast as the peer reads. */
    public Answer flood(int times) {
        return but(Fault.flood(times));
    }

    private Answer but(Fault fault) {
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
            case Content.Model model -> vendor.say(asked, model.turnFor(asked));
            case Content.Failed failed -> vendor.fail(failed.failure());
            case Content.Literal literal -> literal.reply();
        };
        for (Fault fault : faults) {
            reply = fault.apply(reply, vendor, asked);
        }
        return reply;
    }
}
