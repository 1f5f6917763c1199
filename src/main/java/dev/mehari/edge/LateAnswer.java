package dev.mehari.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.protocol.Codecs;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answer to a call whose status and headers went out before it was known: status 200, and a stream. */
final class LateAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Codecs codecs;

    LateAnswer(Codecs codecs) {
        this.codecs = codecs;
    }

    /** Makes the call's answer one that can follow those headers, so that its row says what the caller got. */
    void fit(Call call) {
        Reply reply = call.reply();
        InputStream stream = reply == null || reply.status() >= 300 ? null : reply.stream();
        Map<String, String> headers = ReplyHeaders.early(call);
        if (stream != null) {
            call.answer(new Reply(200, headers, null, stream));
            return;
        }
        if (call.refusal() == null) {
            // Only a route of an operator's own answers a stream with a whole success.
            call.failed(
                    new Refusal(ErrorKind.INTERNAL_ERROR, "the answer to this stream is none, call " + call.getId()));
        }
        Refusal refusal = call.refusal();
        if (refusal == null) {
            throw new IllegalStateException("a failed call without its reason");
        }
        byte[] error =
                codecs.of(call.getProtocol()).streamError(refusal, call.getId(), call.attempts(), call.isEventStream());
        call.answer(new Reply(200, headers, error, null));
    }

    /** What the headers could not say, as the last comment of an event stream. */
    static byte[] facts(Call call) {
        ObjectNode facts = JSON.createObjectNode();
        Attempt sent = ReplyHeaders.lastSent(call);
        if (sent != null) {
            facts.put("upstream", ReplyHeaders.printable(sent.target().upstream()));
            facts.put("model", ReplyHeaders.printable(sent.target().model()));
            if (!sent.losses().isEmpty()) {
                facts.put("loss", ReplyHeaders.losses(sent.losses()));
            }
            String stopped = sent.stopReason();
            if (stopped != null) {
                facts.put("stop_reason", ReplyHeaders.printable(stopped));
            }
        }
        facts.put("attempts", ReplyHeaders.sent(call));
        facts.put("overhead_ms", Math.round(call.times().overheadNanos() / 1e3) / 1e3);
        if (call.isEstimated()) {
            facts.put("estimated", true);
        }
        Refusal refusal = call.refusal();
        if (refusal != null) {
            facts.put("error", refusal.kind().code());
            facts.put("error_origin", refusal.kind().origin().id());
        }
        try {
            return (": mehari " + JSON.writeValueAsString(facts) + "\n\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
