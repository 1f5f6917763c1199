package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.CountCodec;
import dev.mehari.protocol.CountReply;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.List;

/** OpenAI's {@code /responses/input_tokens}: a request for a response without what is about the answer alone. */
final class ResponsesCounts implements CountCodec {
    /** Source: {@code InputTokenCountParams} of OpenAI's SDK. */
    private static final List<String> MEMBERS = List.of(
            "model",
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning",
            "text",
            "truncation");

    @Override
    public String path(String model) {
        return "/responses/input_tokens";
    }

    @Override
    public ChatRequest read(JsonNode body, Losses losses) {
        ChatRequest request = RequestReader.read(body, false, losses);
        request.options().copy().loseRest(losses);
        return request.prompt();
    }

    @Override
    public ObjectNode write(ChatRequest prompt, Aim aim, Losses losses) {
        return RequestWriter.write(prompt, aim, losses).body().retain(MEMBERS);
    }

    @Override
    public long readReply(byte[] body) {
        return CountReply.read(body, "input_tokens");
    }

    @Override
    public byte[] reply(long tokens) {
        return Tree.bytes(Tree.object().put("object", "response.input_tokens").put("input_tokens", tokens));
    }
}
