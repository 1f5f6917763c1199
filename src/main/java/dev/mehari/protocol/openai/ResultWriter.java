package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.CallIds;
import dev.mehari.protocol.openaicommon.FailedResult;
import java.util.ArrayList;
import java.util.List;

/** Writes what tools said. They can say text only: what they show is shown by the user, in a message behind them. */
final class ResultWriter {
    private static final String ELSEWHERE = "[shown in the next message of the user]";

    private final PartWriter parts;
    private final Losses losses;
    private final List<Content> moved = new ArrayList<>();

    ResultWriter(PartWriter parts, Losses losses) {
        this.parts = parts;
        this.losses = losses;
    }

    ObjectNode message(Content.ToolResult result) {
        List<Content> said = new ArrayList<>();
        boolean shown = false;
        for (Content part : result.parts()) {
            if (part instanceof Content.Text || part instanceof Content.Refused || part instanceof Content.Foreign) {
                said.add(part);
            } else {
                losses.add(part.at(), Loss.Action.MOVED);
                moved.add(part);
                shown = true;
            }
        }
        if (shown) {
            said.add(new Content.Text(ELSEWHERE, null, result.at()));
        }
        if (result.error()) {
            FailedResult.tell(said, result);
        }
        if (result.cache() != null) {
            mark(said, result);
        }
        ObjectNode message = Tree.object().put("role", "tool").put("tool_call_id", CallIds.fit(result.callId()));
        message.set("content", parts.content(said));
        return message;
    }

    private static void mark(List<Content> said, Content.ToolResult result) {
        Content last = said.isEmpty() ? null : said.getLast();
        String text = last instanceof Content.Text old ? old.text() : "";
        if (last instanceof Content.Text) {
            said.removeLast();
        }
        said.add(new Content.Text(text, result.cache(), result.at()));
    }

    void move(List<Content> others) {
        moved.addAll(others);
    }

    List<Content> takeMoved() {
        List<Content> taken = List.copyOf(moved);
        moved.clear();
        return taken;
    }
}
