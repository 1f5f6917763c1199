package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.TokenCounts;

/** Writes {@code usage}, in which prompt tokens include cached ones and completion tokens include reasoning. */
final class UsageWriter {
    private UsageWriter() {}

    static ObjectNode write(Usage usage) {
        ObjectNode out = Tree.object()
                .put("prompt_tokens", usage.allInput())
                .put("completion_tokens", usage.allOutput())
                .put("total_tokens", usage.total());
        out.set("prompt_tokens_details", TokenCounts.inputDetails(usage));
        return out.set("completion_tokens_details", TokenCounts.outputDetails(usage));
    }
}
