package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Operation;
import dev.mehari.call.RequestBody;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.protocol.Codecs;
import dev.mehari.tokens.TokenCounter;

/** Tokens of requests before anything is sent: an estimate, for rules that decide by the length. Any thread. */
public final class PromptTokens {
    private final Snapshot snapshot;
    private final RequestTokens tokens;

    public PromptTokens(Snapshot snapshot, Codecs codecs, TokenCounter counter) {
        this.snapshot = snapshot;
        this.tokens = new RequestTokens(codecs, counter);
    }

    /** Tokens of what a call says, as the model of a target counts; 0 when its request was let go. */
    public long of(Call call, Target target) {
        RequestBody request = call.request();
        if (request == null) {
            return 0;
        }
        if (call.operation() == Operation.EMBEDDINGS) {
            return RequestTokens.byLength(request.bytes());
        }
        return tokens.of(
                call.getProtocol(),
                request.bytes(),
                snapshot.capabilities().of(target).tokenizer(),
                TokenCounter.SOME);
    }
}
