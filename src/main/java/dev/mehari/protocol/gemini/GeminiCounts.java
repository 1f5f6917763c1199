package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.CountCodec;
import dev.mehari.protocol.CountReply;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;

/** Google's {@code countTokens}: of contents alone, or of a generateContent request within. */
final class GeminiCounts implements CountCodec {
    private static final String WITHIN = "generateContentRequest";

    @Override
    public String path(String model) {
        return "/v1beta/" + ModelPath.of(model) + ":countTokens";
    }

    /** As Google does, contents beside a whole request are passed over; here they are named. */
    @Override
    public ChatRequest read(JsonNode body, Losses losses) {
        Fields count = Fields.camel(body, "");
        Fields within = count.object(WITHIN);
        if (within == null) {
            return RequestReader.read(count, false, losses).prompt();
        }
        count.ignore("model");
        count.loseRest(losses);
        return RequestReader.read(within, false, losses).prompt();
    }

    @Override
    public ObjectNode write(ChatRequest prompt, Aim aim, Losses losses) {
        ObjectNode count = Tree.object();
        ObjectNode within = count.putObject(WITHIN).put("model", ModelPath.named(aim.model()));
        within.setAll(new RequestWriter(prompt, aim, losses).write().body());
        return count;
    }

    @Override
    public long readReply(byte[] body) {
        return CountReply.read(body, "totalTokens");
    }

    @Override
    public byte[] reply(long tokens) {
        return Tree.bytes(Tree.object().put("totalTokens", tokens));
    }
}
