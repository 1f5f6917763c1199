package dev.mehari.protocol.openaicommon;

import dev.mehari.protocol.chat.ToolNames;

/** Ids of calls of tools in a length that OpenAI takes. The same id always becomes the same. */
public final class CallIds {
    private static final int MOST = 64;

    private CallIds() {}

    public static String fit(String id) {
        return id.length() <= MOST ? id : new ToolNames(MOST, "", false).out(id);
    }
}
