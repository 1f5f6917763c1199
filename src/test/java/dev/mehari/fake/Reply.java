package dev.mehari.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What goes out for one request: a status, headers and steps, and how the bytes of the steps are put on the wire.
 *
 * @param sendsHead false for a peer that never says anything
 * @param beforeHead what is waited for before the status line
 */
record Reply(int status, Headers headers, List<Step> steps, boolean sendsHead, Wire wire, List<Step> beforeHead) {
    Reply {
        steps = List.copyOf(steps);
        beforeHead = List.copyOf(beforeHead);
    }

    /** How the end of a body is told. */
    enum Transfer {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    /**
     * How steps become bytes.
     *
     * @param missing bytes that Content-Length promises and the body does not have
     * @param limit payload bytes after which {@code end} happens, or -1
     */
    record Wire(
            Transfer transfer,
            SseFraming framing,
            boolean gzip,
            boolean oneByteWrites,
            int missing,
            long limit,
            @Nullable Step end) {
        static final Wire LENGTH = new Wire(Transfer.LENGTH, SseFraming.LF, false, false, 0, -1, null);
        static final Wire STREAM = new Wire(Transfer.CHUNKED, SseFraming.LF, false, false, 0, -1, null);

        Wire transfer(Transfer to) {
            return new Wire(to, framing, gzip, oneByteWrites, missing, limit, end);
        }

        Wire framing(SseFraming to) {
            return new Wire(transfer, to, gzip, oneByteWrites, missing, limit, end);
        }

        Wire gzipped() {
            return new Wire(transfer, framing, true, oneByteWrites, missing, limit, end);
        }

        Wire inSingleBytes() {
            return new Wire(transfer, framing, gzip, true, missing, limit, end);
        }

        Wire missing(int bytes) {
            return new Wire(transfer, framing, gzip, oneByteWrites, bytes, limit, end);
        }

        Wire endingAfter(long bytes, Step how) {
            return new Wire(transfer, framing, gzip, oneByteWrites, missing, bytes, how);
        }
    }

    static Reply of(int status, String contentType, byte[] body) {
        return new Reply(
                status,
                Headers.NONE.plus("content-type", contentType),
                List.of(new Step.Bytes(Step.Kind.OTHER, body)),
                true,
                Wire.LENGTH,
                List.of());
    }

    static Reply stream(String contentType, List<? extends Step> steps) {
        return new Reply(
                200,
                Headers.NONE.plus("content-type", contentType).plus("cache-control", "no-cache"),
                List.copyOf(steps),
                true,
                Wire.STREAM,
                List.of());
    }

    static Reply wordless(Step... steps) {
        return new Reply(0, Headers.NONE, List.of(steps), false, Wire.LENGTH, List.of());
    }

    boolean isStream() {
        return wire.transfer() != Transfer.LENGTH;
    }

    /** Whether comments and events may stand between its pieces. */
    boolean isEvents() {
        String type = headers.first("content-type");
        return type != null && type.startsWith("text/event-stream");
    }

    Reply status(int to) {
        return new Reply(to, headers, steps, sendsHead, wire, beforeHead);
    }

    Reply headers(UnaryOperator<Headers> change) {
        return new Reply(status, change.apply(headers), steps, sendsHead, wire, beforeHead);
    }

    Reply delayedBy(Step wait) {
        return new Reply(status, headers, steps, sendsHead, wire, List.of(wait));
    }

    Reply steps(List<Step> to) {
        return new Reply(status, headers, to, sendsHead, wire, beforeHead);
    }

    Reply wire(UnaryOperator<Wire> change) {
        return new Reply(status, headers, steps, sendsHead, change.apply(wire), beforeHead);
    }

    /** The steps up to and with the n-th event, then the given ones. */
    Reply afterEvents(int count, List<Step> then) {
        List<Step> kept = new ArrayList<>();
        int seen = 0;
        for (Step step : steps) {
            if (seen == count) {
                break;
            }
            kept.add(step);
            if (isEvent(step)) {
                seen++;
            }
        }
        kept.addAll(then);
        // A whole body still promises the length it would have had.
        int lost = isStream() ? 0 : length(steps) - length(kept);
        return steps(kept).wire(wire -> wire.missing(lost));
    }

    private static int length(List<Step> steps) {
        int length = 0;
        for (Step step : steps) {
            if (step instanceof Step.Bytes(Step.Kind kind, byte[] bytes)) {
                length += bytes.length;
            } else if (step instanceof Step.Half(Step.Bytes(Step.Kind kind, byte[] bytes))) {
                length += bytes.length / 2;
            }
        }
        return length;
    }

    /** The n-th event, counted from zero; fails when the stream is shorter, because then the script tests nothing. */
    Step.Piece event(int index) {
        return (Step.Piece) steps.stream()
                .filter(Reply::isEvent)
                .skip(index)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the reply has no event " + index));
    }

    static boolean isEvent(Step step) {
        return step instanceof Step.Piece piece && piece.kind() != Step.Kind.NOISE;
    }
}
