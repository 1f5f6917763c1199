package dev.mehari.protocol.openaicommon;

import dev.mehari.protocol.chat.Content;
import java.util.List;

/** That a tool failed, for which OpenAI has no word but text. */
public final class FailedResult {
    private static final String FAILED = "Error: ";

    private FailedResult() {}

    /** @param said what the tool said; gets the word in front, unless it is there */
    public static void tell(List<Content> said, Content.ToolResult result) {
        if (said.isEmpty() || !(said.getFirst() instanceof Content.Text first)) {
            said.addFirst(new Content.Text(FAILED.strip(), null, result.at()));
        } else if (!first.text().startsWith(FAILED)) {
            said.set(0, new Content.Text(FAILED + first.text(), first.cache(), first.at()));
        }
    }
}
