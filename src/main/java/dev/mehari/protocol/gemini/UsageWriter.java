package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;

/** Writes {@code usageMetadata}, in which prompt tokens include cached ones and candidates exclude thoughts. */
final class UsageWriter {
    private UsageWriter() {}

    /** As callers read it; the prompt counts what came from the cache. */
    static ObjectNode write(Usage usage) {
        ObjectNode out =
                Tree.object().put("promptTokenCount", usage.allInput()).put("candidatesTokenCount", usage.output());
        if (usage.cachedInput() > 0) {
            out.put("cachedContentTokenCount", usage.cachedInput());
        }
        if (usage.reasoning() > 0) {
            out.put("thoughtsTokenCount", usage.reasoning());
        }
        return out.put("totalTokenCount", usage.total());
    }
}
