package dev.mehari.fake;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What may happen to an {@link Answer} on its way: each method gives the same answer with one more thing wrong or odd about it. */
public abstract sealed class Misbehaviour permits Answer {
    Misbehaviour() {}

    abstract Answer but(Fault fault);

    /** Another status than the content has: an error body with 200, for example. */
    public Answer status(int status) {
        return but((reply, vendor, asked) -> reply.status(status));
    }

    /** Sets a header, in place of the one that would be there. */
    public Answer header(String name, String value) {
        return but(Fault.headers(headers -> headers.with(name, value)));
    }

    /** When to come back, in whole seconds. */
    public Answer retryAfter(Duration time) {
        return header("retry-after", Long.toString(time.toSeconds()));
    }

    /** When to come back, as OpenAI's SDKs understand it. */
    public Answer retryAfterMillis(long millis) {
        return header("retry-after-ms", Long.toString(millis));
    }

    /** The moment as an HTTP date, so many seconds from when the answer is written. */
    public Answer retryAfterDate(Duration fromNow) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
        return but(Fault.headers(headers -> headers.with(
                "retry-after", form.format(ZonedDateTime.now(ZoneOffset.UTC).plus(fromNow)))));
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

    /** So many events, then silence until the peer leaves. */
    public Answer stallAfter(int events) {
        return but(Fault.afterEvents(events, new Step.Hold()));
    }

    /** So many bytes of the body, then silence until the peer leaves. */
    public Answer stallAfterBytes(long bytes) {
        return but(Fault.wire(wire -> wire.endingAfter(bytes, new Step.Hold())));
    }

    /** Headers, then silence. */
    public Answer headersOnly() {
        return but((reply, vendor, asked) -> reply.wire(wire -> wire.transfer(Reply.Transfer.CHUNKED)))
                .but(Fault.afterEvents(0, new Step.Hold()));
    }

    /** So many events, then FIN without the end of the body. */
    public Answer cutAfter(int events) {
        return but(Fault.afterEvents(events, new Step.Cut()));
    }

    /** So many events, then RST. */
    public Answer resetAfter(int events) {
        return but(Fault.afterEvents(events, new Step.Reset()));
    }

    /** So many whole events and half of the next one, then FIN. */
    public Answer cutInside(int events) {
        return but(Fault.inside(events, new Step.Cut()));
    }

    /** So many whole events and half of the next one, then RST. */
    public Answer resetInside(int events) {
        return but(Fault.inside(events, new Step.Reset()));
    }

    /** So many bytes of the body, then FIN. */
    public Answer cutAfterBytes(long bytes) {
        return but(Fault.wire(wire -> wire.endingAfter(bytes, new Step.Cut())));
    }

    /** So many bytes of the body, then RST. */
    public Answer resetAfterBytes(long bytes) {
        return but(Fault.wire(wire -> wire.endingAfter(bytes, new Step.Reset())));
    }

    /** An error event inside a stream that began well and ends with it; a whole reply is the error, with a 200. */
    public Answer errorAfter(int events, int status, @Nullable String code, String message) {
        return but(Fault.errorAfter(events, Failure.of(status, code, message)));
    }

    /** What is no JSON in the place of the n-th event, counted from zero; all others as they should be. */
    public Answer garbledAt(int event) {
        return but(Fault.garbled(event));
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

    /** A body shorter than its Content-Length; a stream that ends in the middle of its last event. */
    public Answer truncated() {
        return but(Fault.truncated());
    }

    /** One good event, then a chunk whose size is no number. */
    public Answer malformedChunks() {
        return but(Fault.malformedChunks());
    }

    /** Compressed whatever the caller accepts; each event of a stream can be decompressed when it comes. */
    public Answer gzip() {
        return but(Fault.wire(Reply.Wire::gzipped));
    }

    /** How the lines of an event stream end; a JSON array has no lines. */
    public Answer framing(SseFraming framing) {
        return but(Fault.wire(wire -> wire.framing(framing)));
    }

    /** Each byte of the body in a write of its own, and in a chunk of its own. */
    public Answer oneByteWrites() {
        return but(Fault.wire(Reply.Wire::inSingleBytes));
    }

    /** No length and no chunks: the body ends with the connection. */
    public Answer closeDelimited() {
        return but(Fault.wire(wire -> wire.transfer(Reply.Transfer.CLOSE)));
    }

    /** A whole body in chunks instead of with its length. */
    public Answer chunked() {
        return but(Fault.wire(wire -> wire.transfer(Reply.Transfer.CHUNKED)));
    }

    /** A comment, a ping and an event of a kind nobody knows yet before each event. */
    public Answer noisy() {
        List<Step> noise = List.of(
                new Step.Comment("OPENROUTER PROCESSING"),
                new Step.Event(Step.Kind.NOISE, "ping", "{\"type\":\"ping\"}"),
                new Step.Event(Step.Kind.NOISE, "future_thing", "{\"type\":\"future_thing\",\"x\":[1]}"));
        return but(Fault.noise(noise));
    }

    /** A comment before each event. */
    public Answer comments(String text) {
        return but(Fault.noise(List.of(new Step.Comment(text))));
    }

    /** Each event's JSON in two {@code data:} lines. */
    public Answer twoLineData() {
        return but(Fault.twoLines());
    }

    /** Nothing ends the last line of an event stream. */
    public Answer withoutLastLineEnd() {
        return but(Fault.withoutLastLineEnd());
    }

    /** The connection stays open after the last event, without an end of the body. */
    public Answer keepsOpen() {
        return but(Fault.appended(new Step.Hold()));
    }

    /** The first piece of text so many times, written as fast as the peer reads. */
    public Answer flood(int times) {
        return but(Fault.flood(times));
    }
}
