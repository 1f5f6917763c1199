package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.TokenCounts;
import org.jspecify.annotations.Nullable;

/** Writes {@code usage}, in which input includes cached tokens and output includes reasoning. */
final class UsageWriter {
    private UsageWriter() {}

    /** @param reported null when nothing is known, which this protocol can only say by zeros */
    static ObjectNode write(@Nullable Usage reported) {
        Usage usage = reported == null ? Usage.NONE : reported;
        ObjectNode out = Tree.object().put("input_tokens", usage.allInput());
        out.set("input_tokens_details", TokenCounts.inputDetails(usage));
        out.put("output_tokens", usage.allOutput());
        out.set("output_tokens_details", TokenCounts.outputDetails(usage));
        return out.put("total_tokens", usage.total());
    }
}
