package dev.mehari.protocol.chat;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;

/** Tools that only another provider runs. */
public final class HostedTools {
    private HostedTools() {}

    /**
     * Leaves out a tool that the upstream does not have, and names it. Beside tools of the caller's own it is an offer, which
     * agents make with every call. Alone it is what the call is for.
     *
     * @throws Refusal {@code UNSUPPORTED_TOOL} when the call has no other tool
     */
    public static void leaveOut(Tool.Hosted tool, ChatRequest request, Aim aim, Losses losses) {
        ToolChoice choice = request.toolChoice();
        boolean wanted = choice == null || choice.mode() != ToolChoice.Mode.NONE;
        if (wanted && request.tools().stream().allMatch(other -> other instanceof Tool.Hosted)) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_TOOL,
                    "the upstream of the model \"" + aim.model() + "\" cannot run the tool \"" + tool.type() + "\"",
                    tool.at());
        }
        losses.dropped(tool.at());
    }
}
