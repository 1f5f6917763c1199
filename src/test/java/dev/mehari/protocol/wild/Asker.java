package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Tree;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;

/** How a caller of one protocol says a conversation. */
interface Asker {
    /** Those in which a conversation can be had, by callers and by upstreams. */
    Set<Protocol> CHATS = EnumSet.complementOf(EnumSet.of(Protocol.OPENAI_COMPLETIONS));

    ObjectNode ask(Talk talk);

    static ObjectNode ask(Protocol protocol, Talk talk) {
        Asker asker = switch (protocol) {
            case OPENAI_CHAT -> new ChatAsker();
            case OPENAI_COMPLETIONS -> throw new IllegalArgumentException("a text is no conversation");
            case OPENAI_RESPONSES -> new ResponsesAsker();
            case ANTHROPIC_MESSAGES -> new MessagesAsker();
            case GEMINI -> new GeminiAsker();
        };
        return asker.ask(talk);
    }

    static JsonNode json(String text) {
        JsonNode tree = Tree.parse(text);
        if (tree == null) {
            throw new IllegalArgumentException(text);
        }
        return tree;
    }

    static void drawn(Talk talk, ObjectNode into) {
        if (!talk.temperature().isEmpty()) {
            into.set("temperature", DecimalNode.valueOf(new BigDecimal(talk.temperature())));
        }
    }

    static void streamed(Talk talk, ObjectNode into) {
        if (talk.stream()) {
            into.put("stream", true);
        }
    }
}
