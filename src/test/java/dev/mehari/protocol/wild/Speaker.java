package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import java.util.List;
import java.util.Random;

/** How one vendor says a script: whole, or in a stream. */
interface Speaker {
    String MODEL = "up-model";

    ObjectNode whole(Script script);

    /** The events, in one of the ways in which this vendor or a look-alike of it sends them. */
    List<Line> stream(Script script, Random random);

    static Speaker of(Protocol protocol) {
        return switch (protocol) {
            case OPENAI_CHAT -> new ChatSpeaker();
            case OPENAI_COMPLETIONS -> throw new IllegalArgumentException("a text is no conversation");
            case OPENAI_RESPONSES -> new ResponsesSpeaker();
            case ANTHROPIC_MESSAGES -> new MessagesSpeaker();
            case GEMINI -> new GeminiSpeaker();
        };
    }
}
