package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.RequestBody;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the texts of a request are changed, and nothing else is")
class TextsTest {
    /** What stands for something personal: each text that holds it is one a provider would have seen. */
    private static final String FOUND = "EVE";

    private static String changed(Codec codec, String body) {
        RequestBody request = codec.read(body.getBytes(StandardCharsets.UTF_8));
        RequestBody other = request.withTexts(text -> text.replace(FOUND, "\"x\""));
        assertThat(other.model()).isEqualTo(request.model());
        return new String(other.forUpstream(String.valueOf(request.model()), false), StandardCharsets.UTF_8);
    }

    @Test
    void openAi() {
        String body = """
                { "model":"EVE", "messages" : [
                  {"role":"system","content":"Talk to EVE \\u0041"},
                  {"role":"user","name":"EVE","content":[{"type":"text","text":"é EVE, EVE"},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,EVE"}},
                    {"type":"image_url","image_url":{"url":"https://host/EVE"}},
                    {"type":"file","file":{"file_data":"EVE","filename":"EVE.pdf"}}]},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"EVE","type":"function",
                    "function":{"name":"EVE","arguments":"{\\"who\\":\\"EVE\\"}"}}]},
                  {"role":"tool","tool_call_id":"EVE","content":"found EVE"}],
                  "user":"EVE", "temperature":1.0, "tools":[{"type":"function","function":{"name":"EVE","description":"EVE"}}] }
                """;
        assertThat(changed(new OpenAiCodec(), body))
                .isEqualTo(body.replace("Talk to EVE \\u0041", "Talk to \\\"x\\\" A")
                        .replace("é EVE, EVE", "é \\\"x\\\", \\\"x\\\"")
                        .replace("https://host/EVE", "https://host/\\\"x\\\"")
                        .replace("EVE.pdf", "\\\"x\\\".pdf")
                        // In JSON that is quoted, the quotes are quoted twice.
                        .replace(":\\\"EVE\\\"", ":\\\"\\\\\\\"x\\\\\\\"\\\"")
                        .replace("found EVE", "found \\\"x\\\"")
                        .replace("\"user\":\"EVE\"", "\"user\":\"\\\"x\\\"\""));
    }

    @Test
    void responses() {
        String body = """
                {"model":"m","instructions":"for EVE","previous_response_id":"EVE","input":[
                  {"type":"message","role":"user","id":"EVE","content":[{"type":"input_text","text":"to EVE"},
                    {"type":"input_image","image_url":"data:image/png;base64,EVE"},
                    {"type":"input_file","file_data":"EVE","filename":"EVE.pdf"}]},
                  {"type":"reasoning","id":"EVE","encrypted_content":"EVE"},
                  {"type":"function_call","call_id":"EVE","name":"EVE","arguments":"of EVE"},
                  {"type":"custom_tool_call","call_id":"EVE","name":"EVE","input":"in EVE"},
                  {"type":"function_call_output","call_id":"EVE","output":"by EVE"}],
                  "text":{"format":{"type":"json_schema","name":"EVE","schema":{"enum":["EVE"]}}}}
                """;
        String kept = body;
        for (String word : new String[] {"for", "to", "of", "in", "by"}) {
            kept = kept.replace("\"" + word + " EVE\"", "\"" + word + " \\\"x\\\"\"");
        }
        assertThat(changed(new ResponsesCodec(), body)).isEqualTo(kept.replace("EVE.pdf", "\\\"x\\\".pdf"));
        assertThat(changed(new ResponsesCodec(), "{\"model\":\"m\",\"input\":\"EVE\"}"))
                .isEqualTo("{\"model\":\"m\",\"input\":\"\\\"x\\\"\"}");
    }

    @Test
    void anthropic() {
        String body = """
                {"model":"claude","max_tokens":1,"system":[{"type":"text","text":"EVE"}],"messages":[
                  {"role":"user","content":"EVE"},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"EVE","signature":"EVE"},
                    {"type":"tool_use","id":"EVE","name":"EVE","input":{"name":"EVE","id":["EVE"],"data":{"type":"EVE"}}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"EVE","content":[{"type":"text","text":"EVE"}]},
                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"EVE"}}]}]}
                """;
        String kept = body.replace("\"text\":\"EVE\"", "\"text\":\"\\\"x\\\"\"")
                .replace("\"content\":\"EVE\"", "\"content\":\"\\\"x\\\"\"")
                .replace(
                        "{\"name\":\"EVE\",\"id\":[\"EVE\"],\"data\":{\"type\":\"EVE\"}}",
                        "{\"name\":\"\\\"x\\\"\",\"id\":[\"\\\"x\\\"\"],\"data\":{\"type\":\"\\\"x\\\"\"}}");

        assertThat(changed(new AnthropicCodec(), body)).isEqualTo(kept);
    }

    @Test
    void gemini() {
        String body = """
                {"system_instruction":{"parts":[{"text":"EVE"}]},"contents":[{"role":"user","parts":[{"text":"EVE"},
                  {"inlineData":{"mimeType":"image/png","data":"EVE"}}]},
                  {"role":"model","parts":[{"functionCall":{"name":"EVE","args":{"name":"EVE"}},"thoughtSignature":"EVE"}]},
                  {"role":"user","parts":[{"functionResponse":{"name":"EVE","response":{"id":"EVE"}}}]}],
                  "generationConfig":{"stopSequences":["EVE"]}}
                """;
        assertThat(changed(new GeminiCodec(), body))
                .isEqualTo(body.replace("\"text\":\"EVE\"", "\"text\":\"\\\"x\\\"\"")
                        .replace("\"args\":{\"name\":\"EVE\"}", "\"args\":{\"name\":\"\\\"x\\\"\"}")
                        .replace("\"response\":{\"id\":\"EVE\"}", "\"response\":{\"id\":\"\\\"x\\\"\"}"));
    }

    @Test
    void argumentsAreJsonBeforeAndAfter() {
        assertThat(arguments("{\"since\":1795000000000, \"n\":17,\"at\":[-1795000000000.5e3],\"ok\":true}"))
                .isEqualTo("{\"since\":\"[redacted]\", \"n\":17,\"at\":[\"-[redacted].5e3\"],\"ok\":true}");
        assertThat(arguments("{\"to\":\"eve\\u0040example.com\",\"deep\":{\"name\":[\"é eve@example.com\"]}}"))
                .isEqualTo("{\"to\":\"[redacted]\",\"deep\":{\"name\":[\"é [redacted]\"]}}");
        assertThat(arguments("{\"e\\u0076e@example.com\":1,\"eve\\u0040example.com\" : {\"a@b\":2},\"\\\"a@b\\\"\":3}"))
                .isEqualTo("{\"[redacted]\":1,\"[redacted] 2\" : {\"[redacted]\":2},\"\\\"[redacted]\\\"\":3}");
        assertThat(arguments(" 1795000000000 ")).isEqualTo(" \"[redacted]\" ");
        assertThat(arguments("\"eve@example.com\"")).isEqualTo("\"[redacted]\"");
    }

    @Test
    void argumentsThatAreNoJsonAreAText() {
        assertThat(arguments("{\"since\":1795000000000")).isEqualTo("{\"since\":[redacted]");
        assertThat(arguments("{} 1795000000000")).isEqualTo("{} [redacted]");
        assertThat(arguments("")).isEmpty();
    }

    /** Of a tool call, when addresses and long numbers are taken out of the request. */
    private static String arguments(String arguments) {
        String body = "{\"model\":\"m\",\"messages\":[{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":"
                + Json.quote(arguments) + "}}]}]}";
        RequestBody changed =
                new OpenAiCodec().read(body.getBytes(StandardCharsets.UTF_8)).withTexts(TextsTest::redacted);
        return String.valueOf(changed.field("messages[0].tool_calls[0].function.arguments"));
    }

    private static String redacted(String text) {
        return text.replaceAll("\\w+@[\\w.]+|\\d{12,}", "[redacted]");
    }

    @Test
    void numbersAndNamesOfMembersThatAToolWasGiven() {
        String input =
                "{\"n\":1795000000000,\"a@b\":[1795000000000.0,3],\"c@d\":{\"url\":\"data:e@f\"},\"[redacted]\":0}";
        String clean = "{\"n\":\"[redacted]\",\"[redacted] 2\":[\"[redacted].0\",3],\"[redacted] 3\":"
                + "{\"url\":\"data:[redacted]\"},\"[redacted]\":0}";
        String anthropic = "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"tool_use\",\"input\":%s}]}]}";
        assertThat(withoutPersons(new AnthropicCodec(), anthropic.formatted(input)))
                .isEqualTo(anthropic.formatted(clean));
        String gemini =
                "{\"contents\":[{\"parts\":[{\"functionCall\":{\"args\":%s}},{\"functionResponse\":{\"response\":%s}}]}]}";
        assertThat(withoutPersons(new GeminiCodec(), gemini.formatted(input, input)))
                .isEqualTo(gemini.formatted(clean, clean));
    }

    @Test
    void numbersAndNamesOfMembersElsewhereAreTheProtocols() {
        String body = "{\"model\":\"m\",\"seed\":1795000000000,\"logit_bias\":{\"1795000000000\":1}}";

        assertThat(withoutPersons(new OpenAiCodec(), body)).isEqualTo(body);
    }

    private static String withoutPersons(Codec codec, String body) {
        RequestBody changed = codec.read(body.getBytes(StandardCharsets.UTF_8)).withTexts(TextsTest::redacted);
        return new String(changed.forUpstream(String.valueOf(changed.model()), false), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsKeptInOlderAndOtherWords() {
        String openAi = """
                {"model":"m","functions":[{"name":"EVE","description":"EVE","parameters":{"enum":["EVE"]}}],"messages":[]}""";
        assertThat(changed(new OpenAiCodec(), openAi)).isEqualTo(openAi);
        String gemini = """
                {"cachedContent":"cachedContents/EVE","cached_content":"EVE","contents":[{"parts":[
                  {"fileData":{"fileUri":"https://files/EVE"}},{"file_data":{"file_uri":"EVE"}},{"fileData":{"file_uri":"EVE"}}]}]}""";
        assertThat(changed(new GeminiCodec(), gemini)).isEqualTo(gemini);
        String anthropic = """
                {"model":"m","messages":[{"content":[{"type":"text","citations":[{"encrypted_index":"EVE","cited_text":"%s"}]}]}]}""";
        assertThat(changed(new AnthropicCodec(), anthropic.formatted("EVE")))
                .isEqualTo(anthropic.formatted("\\\"x\\\""));
    }

    @Test
    void aFieldThatNobodyKnowsYetIsAText() {
        assertThat(changed(new OpenAiCodec(), "{\"model\":\"m\",\"new_thing\":[{\"words\":\"EVE\"}]}"))
                .isEqualTo("{\"model\":\"m\",\"new_thing\":[{\"words\":\"\\\"x\\\"\"}]}");
    }

    @Test
    void whatDoesNotChangeIsTheSame() {
        RequestBody request =
                new OpenAiCodec().read("{\"model\":\"m\",\"a\":\"\\u0041\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(request.withTexts(text -> text)).isSameAs(request);
    }

    @Test
    void theFieldsThatRoutesReadAreTheChangedOnes() {
        RequestBody request = new OpenAiCodec()
                .read("{\"model\":\"m\",\"messages\":[{\"content\":\"EVE\"}]}".getBytes(StandardCharsets.UTF_8));
        assertThat(request.field("messages[0].content")).isEqualTo("EVE");

        assertThat(request.withTexts(text -> "gone").field("messages[0].content"))
                .isEqualTo("gone");
    }
}
