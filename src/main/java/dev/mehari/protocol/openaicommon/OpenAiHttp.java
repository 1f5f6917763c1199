package dev.mehari.protocol.openaicommon;

import dev.mehari.call.Attempt;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.sse.SseWriter;
import java.util.List;
import java.util.Set;

/** How OpenAI is spoken to, and speaks, around what is said: credentials, headers, errors. */
public abstract class OpenAiHttp implements Codec {
    private static final Set<String> REQUEST_HEADERS = Set.of("openai-beta");
    private static final Set<String> REPLY_HEADERS = Set.of("openai-processing-ms", "openai-version");

    private final ErrorFormat errors;

    /** @param errors of whole replies */
    protected OpenAiHttp(ErrorFormat errors) {
        this.errors = errors;
    }

    @Override
    public final String credentialHeader() {
        return "Authorization";
    }

    @Override
    public final String credentialValue(String secret) {
        return "Bearer " + secret;
    }

    @Override
    public final Set<String> requestHeaders() {
        return REQUEST_HEADERS;
    }

    @Override
    public final Set<String> replyHeaders() {
        return REPLY_HEADERS;
    }

    @Override
    public final String upstreamRequestIdHeader() {
        return "x-request-id";
    }

    @Override
    public final byte[] error(Refusal refusal, String requestId, List<Attempt> attempts) {
        return Json.utf8(errors.body(refusal, attempts));
    }

    @Override
    public final boolean errorsPass() {
        return errors == ErrorFormat.PROTOCOL;
    }

    @Override
    public final byte[] keepalive(boolean eventStream) {
        return SseWriter.ping();
    }
}
