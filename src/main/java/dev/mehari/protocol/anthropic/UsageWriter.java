package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Writes {@code usage}, in which input excludes cache reads and writes and output includes thinking. */
final class UsageWriter {
    private UsageWriter() {}

    /** The object {@code usage}; all zeros when nothing was reported, since the protocol needs it. */
    static ObjectNode write(@Nullable Usage reported) {
        Usage usage = reported == null ? Usage.NONE : reported;
        ObjectNode out = Tree.object()
                .put("input_tokens", usage.input())
                .put("cache_creation_input_tokens", usage.cacheCreation() + usage.cacheCreationLong())
                .put("cache_read_input_tokens", usage.cachedInput())
                .put("output_tokens", usage.allOutput());
        if (usage.cacheCreationLong() > 0) {
            out.putObject("cache_creation")
                    .put("ephemeral_5m_input_tokens", usage.cacheCreation())
                    .put("ephemeral_1h_input_tokens", usage.cacheCreationLong());
        }
        out.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
        return out;
    }
}
