package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.ThinkingShown;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.legal.Law;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.util.List;
import java.util.Locale;

/** Who asks, and how he wants to be answered. In requests single quotes stand for double ones. */
enum Caller {
    CHAT(
            Law.CHAT,
            ThinkingShown.FIELD,
            "{'model':'m','messages':[{'role':'user','content':'hi'}],'tools':[{'type':'function','function':{'name':'get_weather'}},{'type':'custom','custom':{'name':'edit'}}]}"),
    CHAT_WITH_USAGE(
            Law.CHAT_WITH_USAGE,
            ThinkingShown.FIELD,
            "{'model':'m','messages':[{'role':'user','content':'hi'}],'stream_options':{'include_usage':true}}"),
    CHAT_TAGS(Law.CHAT, ThinkingShown.TAGS, "{'model':'m','messages':[{'role':'user','content':'hi'}]}"),
    CHAT_NONE(Law.CHAT, ThinkingShown.NONE, "{'model':'m','messages':[{'role':'user','content':'hi'}]}"),
    CHAT_FUNCTIONS(
            Law.CHAT,
            ThinkingShown.FIELD,
            "{'model':'m','messages':[{'role':'user','content':'hi'}],'functions':[{'name':'get_weather'},{'name':'edit'}]}"),
    COMPLETIONS(Law.COMPLETIONS, ThinkingShown.FIELD, "{'model':'m','prompt':'hi','max_tokens':9}"),
    RESPONSES(
            Law.RESPONSES,
            ThinkingShown.FIELD,
            "{'model':'m','input':'hi','tools':[{'type':'function','name':'get_weather','parameters':{'type':'object','properties':{}}},{'type':'custom','name':'edit'}]}"),
    RESPONSES_SEALED(
            Law.RESPONSES,
            ThinkingShown.FIELD,
            "{'model':'m','input':'hi','include':['reasoning.encrypted_content'],'reasoning':{'effort':'low','summary':'auto'}}"),
    MESSAGES(
            Law.MESSAGES,
            ThinkingShown.FIELD,
            "{'model':'m','max_tokens':100,'messages':[{'role':'user','content':'hi'}],'tools':[{'name':'get_weather','input_schema':{'type':'object'}}]}"),
    GEMINI(
            Law.GEMINI,
            ThinkingShown.FIELD,
            "{'contents':[{'role':'user','parts':[{'text':'hi'}]}],'tools':[{'functionDeclarations':[{'name':'get_weather'}]}]}"),
    GEMINI_ARRAY(Law.GEMINI_ARRAY, ThinkingShown.FIELD, "{'contents':[{'role':'user','parts':[{'text':'hi'}]}]}");

    private final Law law;
    private final ThinkingShown thinking;
    private final String request;

    Caller(Law law, ThinkingShown thinking, String request) {
        this.law = law;
        this.thinking = thinking;
        this.request = request.replace('\'', '"');
    }

    Law law() {
        return law;
    }

    Protocol protocol() {
        return law.protocol();
    }

    ThinkingShown thinking() {
        return thinking;
    }

    JsonNode request() {
        return Asker.json(request);
    }

    boolean usageAsked() {
        return this == CHAT_WITH_USAGE;
    }

    boolean eventStream() {
        return this != GEMINI_ARRAY;
    }

    Codec codec() {
        return codec(protocol());
    }

    static List<Caller> of(Protocol protocol) {
        return List.of(values()).stream().filter(c -> c.protocol() == protocol).toList();
    }

    static Codec codec(Protocol protocol) {
        return switch (protocol) {
            case OPENAI_CHAT -> new OpenAiCodec();
            case OPENAI_COMPLETIONS -> OpenAiCodec.completions(ErrorFormat.PROTOCOL);
            case OPENAI_RESPONSES -> new ResponsesCodec();
            case ANTHROPIC_MESSAGES -> new AnthropicCodec();
            case GEMINI -> new GeminiCodec();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
