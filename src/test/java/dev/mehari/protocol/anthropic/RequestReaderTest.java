package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a messages request is read")
class RequestReaderTest {
    static final String HI = "'messages':[{'role':'user','content':'Hi'}]";

    static ChatRequest with(String members) {
        return Chats.read("{" + HI + "," + members + "}");
    }

    static Content block(String block) {
        return Chats.read("{'messages':[{'role':'user','content':[" + block + "]}]}")
                .turns()
                .getFirst()
                .parts()
                .getFirst();
    }

    @Test
    void turnsAndSystem() {
        ChatRequest request = Chats.read("{'system':[{'type':'text','text':'a'},{'type':'text','text':'b'}],"
                + "'messages':[{'role':'user','content':'Hi'},{'role':'system','content':'now'},"
                + "{'role':'assistant','content':[{'type':'text','text':'ok'}]}]}");
        assertThat(request.turns())
                .extracting(t -> t.role())
                .containsExactly(Role.SYSTEM, Role.USER, Role.SYSTEM, Role.ASSISTANT);
        assertThat(request.turns())
                .extracting(t -> t.at())
                .containsExactly("system", "messages[0]", "messages[1]", "messages[2]");
        assertThat(request.turns().getFirst().parts())
                .extracting(Content::at)
                .containsExactly("system[0]", "system[1]");
        assertThat(request.turns().get(1).parts()).containsExactly(new Content.Text("Hi", null, "messages[0].content"));
        assertThat(request.turns().getLast().parts())
                .containsExactly(new Content.Text("ok", null, "messages[2].content[0]"));
        assertThat(Chats.read("{'system':'a'," + HI + "}").turns().getFirst().parts())
                .containsExactly(new Content.Text("a", null, "system"));
    }

    @Test
    void media() {
        assertThat(block("{'type':'image','source':{'type':'base64','media_type':'Image/PNG','data':'AA=='}}"))
                .isEqualTo(
                        new Content.Image(new Media.Inline("image/png", "AA=="), null, null, "messages[0].content[0]"));
        assertThat(block("{'type':'image','source':{'type':'url','url':'https://x/a.jpg'}}"))
                .extracting(c -> ((Content.Image) c).media())
                .isEqualTo(new Media.Remote("", "https://x/a.jpg"));
        assertThat(block("{'type':'image','source':{'type':'file','file_id':'f'}}"))
                .extracting(c -> ((Content.Image) c).media())
                .isEqualTo(new Media.Stored("f"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'text','media_type':'text/plain','data':'x'} | x",
                "{'type':'content','content':'x'} | x",
                "{'type':'content','content':[{'type':'text','text':'x'},{'type':'text','text':'y'}]} | x\\ny",
            })
    void documentsThatAreText(String source, String text) {
        assertThat(block("{'type':'document','title':'n','source':" + source + "}"))
                .isEqualTo(new Content.Document(
                        new Media.Plain(text.replace("\\n", "\n")), "n", null, "messages[0].content[0]"));
    }

    @Test
    void documents() {
        assertThat(block("{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'AA'}}"))
                .extracting(c -> ((Content.Document) c).media())
                .isEqualTo(new Media.Inline("application/pdf", "AA"));
        assertThat(block("{'type':'document','source':{'type':'url','url':'u'}}"))
                .extracting(c -> ((Content.Document) c).media())
                .isEqualTo(new Media.Remote("application/pdf", "u"));
        assertThat(block("{'type':'document','source':{'type':'content','content':[{'type':'image'}]}}"))
                .isInstanceOf(Content.Foreign.class);
    }

    @Test
    @DisplayName(
            "fault 1.16: signed thinking is kept as it came, with empty text too; another vendor's is taken out of its envelope")
    void thinking() {
        String own = "{'type':'thinking','thinking':'','signature':'S=='}";
        assertThat(block(own))
                .isEqualTo(new Content.Thinking(
                        "",
                        new Carrier(Protocol.ANTHROPIC_MESSAGES, Tree.array().add(Chats.json(own))),
                        "messages[0].content[0]"));
        assertThat(block("{'type':'thinking','thinking':'x','signature':''}"))
                .isEqualTo(new Content.Thinking("x", null, "messages[0].content[0]"));
        Carrier gemini = Chats.gemini("sig");
        assertThat(block("{'type':'thinking','thinking':'x','signature':'" + Envelope.text(gemini) + "'}"))
                .isEqualTo(new Content.Thinking("x", gemini, "messages[0].content[0]"));
        String redacted = "{'type':'redacted_thinking','data':'E'}";
        assertThat(block(redacted))
                .isEqualTo(new Content.Thinking(
                        "",
                        new Carrier(Protocol.ANTHROPIC_MESSAGES, Tree.array().add(Chats.json(redacted))),
                        "messages[0].content[0]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_tool_use", "web_search_tool_result", "container_upload", "next"})
    void blocksOfOneVendor(String type) {
        String block = "{'type':'" + type + "','x':[1]}";
        assertThat(block(block))
                .isEqualTo(new Content.Foreign(
                        Protocol.ANTHROPIC_MESSAGES, type, Chats.json(block), "messages[0].content[0]"));
        assertThat(Chats.lost("{'messages':[{'role':'user','content':[" + block + "]}]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'tool_reference','tool_name':'f'}|{\"type\":\"tool_reference\",\"tool_name\":\"f\"}",
                "{'type':'search_result','source':'u','title':'t','citations':{'enabled':true},'content':[{'type':'text','text':'a'}]}|t/u//a"
            })
    @DisplayName("what a search has found is said in words")
    void found(String block, String text) {
        assertThat(block(block)).isEqualTo(new Content.Text(text.replace('/', '\n'), null, "messages[0].content[0]"));
        assertThat(Chats.lost("{'messages':[{'role':'user','content':[" + block + "]}]}"))
                .containsExactly("messages[0].content[0]:emulated");
    }

    @Test
    @DisplayName("the effort that a message sets holds from there on")
    void effortOfAMessage() {
        String body = "{'output_config':{'effort':'low'},'messages':[{'role':'user','content':'q'},"
                + "{'role':'system','content':'x','output_config':{'effort':'high','timing':1}}]}";
        assertThat(Chats.read(body).reasoning())
                .isEqualTo(new Given<>(new Reasoning.Word(Effort.HIGH, false), "messages[1].output_config.effort"));
        assertThat(Chats.lost(body)).containsExactly("messages[1].output_config.timing:dropped");
    }

    @Test
    void cacheMarks() {
        assertThat(block("{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}}")
                        .cache())
                .isEqualTo(new Cache(true, "messages[0].content[0].cache_control"));
        assertThat(block("{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'5m'}}")
                        .cache())
                .isEqualTo(new Cache(false, "messages[0].content[0].cache_control"));
        ChatRequest automatic = with("'cache_control':{'type':'ephemeral'}");
        assertThat(automatic.turns().getLast().parts().getLast().cache()).isEqualTo(new Cache(false, "cache_control"));
        assertThat(Chats.lost("{'messages':[{'role':'assistant','content':[{'type':'redacted_thinking','data':'E'}]}],"
                        + "'cache_control':{'type':'ephemeral'}}"))
                .containsExactly("cache_control:dropped");
    }
}
