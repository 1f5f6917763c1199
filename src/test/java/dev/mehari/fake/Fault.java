package dev.mehari.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Something that happens to a reply that would have been good. */
interface Fault {
    Reply apply(Reply reply, Vendor vendor, Asked asked);

    static Fault onSteps(Function<Reply, List<Step>> change) {
        return (reply, vendor, asked) -> reply.steps(change.apply(reply));
    }

    static Fault headers(Function<Headers, Headers> change) {
        return (reply, vendor, asked) -> reply.headers(change::apply);
    }

    static Fault wire(Function<Reply.Wire, Reply.Wire> change) {
        return (reply, vendor, asked) -> reply.wire(change::apply);
    }

    /** The first {@code events} events as they should be, then this. */
    static Fault afterEvents(int events, Step... then) {
        return (reply, vendor, asked) -> reply.afterEvents(events, List.of(then));
    }

    /** One step before the n-th event, everything else unchanged. */
    static Fault before(int index, Step step) {
        return onSteps(reply -> {
            List<Step> rest = reply.steps()
                    .subList(
                            reply.steps().indexOf(reply.event(index)),
                            reply.steps().size());
            return Stream.of(reply.afterEvents(index, List.of(step)).steps(), rest)
                    .flatMap(List::stream)
                    .toList();
        });
    }

    /** The n-th event breaks off in the middle. */
    static Fault inside(int index, Step end) {
        return (reply, vendor, asked) -> reply.afterEvents(index, List.of(new Step.Half(reply.event(index)), end));
    }

    static Fault errorAfter(int events, Failure failure) {
        return (reply, vendor, asked) -> reply.isStream()
                ? reply.afterEvents(events, List.of(vendor.failEvent(asked, failure, events)))
                : vendor.fail(failure).status(reply.status());
    }

    static Fault garbled(int index) {
        return onSteps(reply -> {
            List<Step> steps = new ArrayList<>(reply.steps());
            int at = steps.indexOf(reply.event(index));
            String text = "{\"choices\": oops}";
            steps.set(
                    at,
                    reply.isEvents()
                            ? new Step.Event(Step.Kind.OTHER, null, text)
                            : new Step.Bytes(
                                    Step.Kind.OTHER,
                                    ((index == 0 ? "[" : ",") + text).getBytes(StandardCharsets.UTF_8)));
            return steps;
        });
    }

    static Fault terminatedAnyway() {
        return (reply, vendor, asked) -> reply.isStream()
                ? reply.steps(Stream.<Step>concat(reply.steps().stream(), vendor.terminator(asked).stream())
                        .toList())
                : reply;
    }

    static Fault without(Step.Kind kind) {
        return onSteps(reply -> reply.steps().stream()
                .filter(step -> !(step instanceof Step.Piece piece && piece.kind() == kind))
                .toList());
    }

    /** Something between all events; before the first one too. */
    static Fault beforeEach(Function<Integer, List<Step>> what) {
        return onSteps(reply -> {
            List<Step> steps = new ArrayList<>();
            int index = 0;
            for (Step step : reply.steps()) {
                if (Reply.isEvent(step)) {
                    steps.addAll(what.apply(index++));
                }
                steps.add(step);
            }
            return steps;
        });
    }

    /** The same where it does no harm: between the events of an event stream, not in the middle of JSON. */
    static Fault noise(List<Step> noise) {
        Fault everywhere = beforeEach(index -> noise);
        return (reply, vendor, asked) -> reply.isEvents() ? everywhere.apply(reply, vendor, asked) : reply;
    }

    static Fault appended(Step... more) {
        return onSteps(
                reply -> Stream.concat(reply.steps().stream(), Stream.of(more)).toList());
    }

    static Fault twoLines() {
        return onSteps(reply -> reply.steps().stream()
                .map(step ->
                        step instanceof Step.Event(Step.Kind kind, String name, String data) && data.startsWith("{")
                                ? new Step.Event(kind, name, "{\n" + data.substring(1))
                                : step)
                .toList());
    }

    /** The last event, and no line end behind its last line. */
    static Fault withoutLastLineEnd() {
        return onSteps(reply -> {
            List<Step> steps = new ArrayList<>(reply.steps());
            for (int i = steps.size() - 1; i >= 0; i--) {
                if (steps.get(i) instanceof Step.Event(Step.Kind kind, String name, String data)) {
                    String frame = SseFraming.LF.frame(name, data, 0).stripTrailing();
                    steps.set(i, new Step.Bytes(kind, frame.getBytes(StandardCharsets.UTF_8)));
                    return steps;
                }
            }
            throw new IllegalStateException("the reply has no event");
        });
    }

    static Fault flood(int times) {
        return onSteps(reply -> {
            List<Step> steps = new ArrayList<>(reply.steps());
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i) instanceof Step.Piece piece && piece.kind() == Step.Kind.TEXT) {
                    steps.set(i, new Step.Repeat(piece, times));
                    return steps;
                }
            }
            throw new IllegalStateException("nothing to repeat: the reply streams no text");
        });
    }

    /** The body ends before the length it promised, or a stream in the middle of its last event. */
    static Fault truncated() {
        return (reply, vendor, asked) -> {
            if (reply.isStream()) {
                int last = (int) reply.steps().stream().filter(Reply::isEvent).count() - 1;
                return inside(last, new Step.Cut()).apply(reply, vendor, asked);
            }
            List<Step> halves = reply.steps().stream()
                    .map(step -> step instanceof Step.Piece piece ? new Step.Half(piece) : step)
                    .toList();
            return reply.steps(halves).wire(wire -> wire.missing(1000));
        };
    }

    /** One good event, then a chunk whose size is no number. */
    static Fault malformedChunks() {
        Step broken = new Step.Unframed("zz\r\n{}\r\n".getBytes(StandardCharsets.US_ASCII));
        return (reply, vendor, asked) -> reply.wire(wire -> wire.transfer(Reply.Transfer.CHUNKED))
                .afterEvents(reply.isStream() ? 1 : 0, List.of(broken, new Step.Cut()));
    }
}
