package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;

/** Writes {@code usage}, in which prompt tokens include cached ones and completion tokens include reasoning. */
final class UsageWriter {
    private UsageWriter() {}

    static ObjectNode write(Usage usage) {
        long written = usage.cacheCreation() + usage.cacheCreationLong();
        ObjectNode out = Tree.object()
                .put("prompt_tokens", usage.input() + usage.cachedInput() + written)
                .put("completion_tokens", usage.output() + usage.reasoning())
                .put("total_tokens", usage.total());
        out.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.cachedInput())
                .put("cache_write_tokens", written);
        out.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        return out;
    }
}
