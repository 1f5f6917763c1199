package dev.mehari.compatibility;

import dev.mehari.call.Quirk;
import dev.mehari.call.Target;
import dev.mehari.call.VendorQuirks;
import dev.mehari.config.CapabilityTable;
import dev.mehari.golden.Pair;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatCodec;
import java.util.List;
import java.util.Set;

/**
 * An upstream with one of its models, as the shipped table of capabilities knows it.
 *
 * @param protocol as golden cases call it
 */
record Peer(String title, String protocol, Target target, Set<Quirk> quirks) {
    static final List<Peer> ALL = List.of(
            new Peer("Chat completions", "openai-chat", new Target("openai", "gpt-5.1"), Set.of()),
            new Peer("Responses", "openai-responses", new Target("openai", "gpt-5.6"), Set.of()),
            new Peer("Anthropic", "anthropic-messages", new Target("anthropic", "claude-opus-4-8"), Set.of()),
            new Peer("Anthropic", "anthropic-messages", new Target("anthropic", "claude-haiku-4-5"), Set.of()),
            new Peer("Gemini", "gemini-generate", new Target("gemini", "gemini-3.5-flash"), Set.of()),
            new Peer("Z.AI", "openai-chat", new Target("zai", "glm-4.7"), VendorQuirks.named("zai")));

    ChatCodec codec() {
        return Pair.codec(protocol);
    }

    Aim aim() {
        return new Aim(target.model(), CapabilityTable.shipped().of(target), quirks);
    }

    /** Whether bytes of callers of this protocol pass: as they came, where the upstream has no quirk that matters. */
    boolean passes(String caller) {
        return caller.equals(protocol) && quirks.stream().allMatch(Quirk::harmless);
    }

    String column() {
        return title + " `" + target.model() + "`";
    }
}
