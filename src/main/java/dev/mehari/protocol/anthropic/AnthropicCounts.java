package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.CountCodec;
import dev.mehari.protocol.CountReply;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.List;

/** Anthropic's {@code count_tokens}: a messages request without what is about the answer alone. */
final class AnthropicCounts implements CountCodec {
    /** Source: {@code MessageCountTokensParams} of Anthropic's SDK. */
    private static final List<String> MEMBERS = List.of(
            "model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "cache_control");

    @Override
    public String path(String model) {
        return "/v1/messages/count_tokens";
    }

    /** What the vendor would refuse here, max_tokens and its like, is left out and named. */
    @Override
    public ChatRequest read(JsonNode body, Losses losses) {
        ChatRequest request = new RequestReader(body, losses).read(false);
        request.options().copy().loseRest(losses);
        for (Given<String> stop : request.stop()) {
            losses.dropped(stop.at());
        }
        return request.prompt();
    }

    @Override
    public ObjectNode write(ChatRequest prompt, Aim aim, Losses losses) {
        return new RequestWriter(prompt, aim, losses).write().body().retain(MEMBERS);
    }

    @Override
    public long readReply(byte[] body) {
        return CountReply.read(body, "input_tokens");
    }

    @Override
    public byte[] reply(long tokens) {
        return Tree.bytes(Tree.object().put("input_tokens", tokens));
    }
}
