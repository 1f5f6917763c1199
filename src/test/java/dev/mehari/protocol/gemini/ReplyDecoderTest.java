package dev.mehari.protocol.gemini;

import static dev.mehari.protocol.gemini.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.Usage;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.WireEvent;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.sse.SseReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDecoderTest {
    private final Losses losses = new Losses();
    private final List<ChatEvent> events = new ArrayList<>();

    private List<ChatEvent> whole(String reply) {
        events.clear();
        new ReplyDecoder(losses).whole(json(reply), events::add);
        return events;
    }

    private static String candidate(String parts, String more) {
        return "{'candidates':[{'content':{'parts':[" + parts + "],'role':'model'}" + more
                + "}],'modelVersion':'g','responseId':'r'}";
    }

    /** Events in short: blocks as T, t, c with what they say, signatures behind a colon, the stop reason. */
    private static String brief(List<ChatEvent> events) {
        return events.stream().map(ReplyDecoderTest::brief).collect(Collectors.joining());
    }

    private static String brief(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Started started -> "";
            case ChatEvent.Opened opened ->
                switch (opened.block()) {
                    case Block.Text text -> "t(";
                    case Block.Thinking thinking -> "T(";
                    case Block.Refused refused -> "R(";
                    case Block.ToolCall call ->
                        "c(" + call.name() + (call.carrier() == null ? "" : ":" + Signatures.write(call.carrier()))
                                + " ";
                    case Block.Image image -> "i(" + image.media();
                    case Block.Foreign foreign -> "f(" + foreign.type();
                };
            case ChatEvent.Delta delta -> delta.text() + "|";
            case ChatEvent.Signed signed -> ":" + Signatures.write(signed.carrier());
            case ChatEvent.Closed closed -> ")";
            case ChatEvent.Reported reported -> "";
            case ChatEvent.Stopped stopped ->
                " " + stopped.reason() + (stopped.explanation() == null ? "" : "=" + stopped.explanation());
            case ChatEvent.Failed failed ->
                " FAILED " + failed.facts().code() + " " + failed.facts().message();
            case ChatEvent.Ping ping -> "ping";
            case ChatEvent.Unknown unknown -> "?";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{'text':'a'},{'text':'b'}!t(a|b|) END",
                "{'text':'a','thought':true},{'text':'b'}!T(a|)t(b|) END",
                "{'text':'a','thought':true},{'text':'b','thoughtSignature':'sg'}!T(a|)t(b|:sg) END",
                "{'text':'a','thought':true,'thoughtSignature':'sg'},{'text':'b','thought':true}!T(a|:sg)T(b|) END",
                "{'text':'a'},{'text':'','thoughtSignature':'sg'}!t(a|:sg) END",
                "{'text':'a','thought':true},{'text':'','thoughtSignature':'sg'}!T(a|:sg) END",
                "{'text':'a'},{'text':'','thought':true,'thoughtSignature':'sg'}!t(a|)T(:sg) END",
                "{'text':'','thoughtSignature':'sg'}!T(:sg) END",
                "{'text':''}! END",
                "{'functionCall':{'name':'f','args':{'a':1.0}}}!c(f {\"a\":1.0}|) TOOL_USE",
                "{'text':'a'},{'functionCall':{'args':{}}},{'functionCall':{'name':''}}!t(a|) END",
                "{'functionCall':{'name':'f'},'thoughtSignature':'sg'},{'functionCall':{'name':'g','args':{}}}"
                        + "!c(f:sg {}|)c(g {}|) TOOL_USE",
                "{'text':'a'},{'functionCall':{'name':'f'}},{'text':'','thoughtSignature':'sg'}!"
                        + "t(a|)c(f {}|)T(:sg) TOOL_USE",
                "{'inlineData':{'mimeType':'image/png','data':'-_8'}}!i(Inline[mime=image/png, base64=+/8=]) END",
                "{'text':'a'},{'thoughtSignature':'sg','executableCode':{'code':'1'}}!t(a|)T(:sg)f(executableCode) END",
                "{'inlineData':{'mimeType':'audio/wav','data':'AA'}}!f(inlineData) END",
                "{}! END",
            })
    @DisplayName("faults 1.7, 1.8, 1.10, 1.12, 1.13: parts become blocks one behind the other")
    void parts(String parts, String expected) {
        assertThat(brief(whole(candidate(parts, ",'finishReason':'STOP'"))).strip())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "STOP,END,TOOL_USE",
        "MAX_TOKENS,MAX_TOKENS,MAX_TOKENS",
        "CONTINUATION,MAX_TOKENS,MAX_TOKENS",
        "SAFETY,FILTERED=why,TOOL_USE",
        "RECITATION,FILTERED=why,TOOL_USE",
        "LANGUAGE,FILTERED=why,TOOL_USE",
        "BLOCKLIST,FILTERED=why,TOOL_USE",
        "PROHIBITED_CONTENT,FILTERED=why,TOOL_USE",
        "SPII,FILTERED=why,TOOL_USE",
        "IMAGE_SAFETY,FILTERED=why,TOOL_USE",
        "IMAGE_PROHIBITED_CONTENT,FILTERED=why,TOOL_USE",
        "IMAGE_RECITATION,FILTERED=why,TOOL_USE",
        "FINISH_REASON_UNSPECIFIED,END,TOOL_USE",
        "'',END,TOOL_USE",
    })
    @DisplayName("faults 1.9 and 1.27: finish reasons, and calls are kept whatever they are")
    void finishReasons(String word, String expected, String withCall) {
        String more = ",'finishReason':'" + word + "','finishMessage':'why'";
        assertThat(brief(whole(candidate("{'text':'a'}", more)))).isEqualTo("t(a|) " + expected);
        assertThat(brief(whole(candidate("{'functionCall':{'name':'f'}}", more))))
                .isEqualTo("c(f {}|) " + withCall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MALFORMED_FUNCTION_CALL",
                "UNEXPECTED_TOOL_CALL",
                "TOO_MANY_TOOL_CALLS",
                "MALFORMED_RESPONSE",
                "OTHER",
                "NO_IMAGE",
                "IMAGE_OTHER",
                "SOMETHING_NEW"
            })
    @DisplayName("fault 1.27: a fault of the model, and what is not known, is an error")
    void faults(String word) {
        String body = candidate("", ",'finishReason':'" + word + "'");
        assertThat(brief(whole(body))).isEqualTo(" FAILED " + word + " The model's answer ended with " + word + ".");
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ChatEvent.Failed.class,
                        failed -> assertThat(failed.facts().status()).isEqualTo(500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'promptFeedback':{'blockReason':'SAFETY'}}| FILTERED=The prompt was blocked: SAFETY",
                "{'promptFeedback':{'blockReason':'OTHER','blockReasonMessage':'no'},'candidates':[]}| FILTERED=no",
                "{'promptFeedback':{'blockReason':''},'candidates':[{'finishReason':'STOP'}]}| END",
                "{'promptFeedback':{'blockReason':'BLOCKED_REASON_UNSPECIFIED'},'candidates':[{}]}| END",
                "{'usageMetadata':{'promptTokenCount':3,'thoughtsTokenCount':9}}| MAX_TOKENS",
                "{'candidates':[{'finishReason':'MAX_TOKENS'}]}| MAX_TOKENS",
            })
    @DisplayName("goldens 57 and 73, fault 1.27: a blocked prompt, and what is none")
    void blocked(String body, String expected) {
        assertThat(brief(whole(body))).isEqualTo(" " + expected);
    }

    @Test
    @DisplayName("fault 1.7: ids of calls without one are unique, in an answer and between answers")
    void mintedIds() {
        String body = candidate("{'functionCall':{'name':'f'}},{'functionCall':{'name':'f'}}", "");
        List<String> ids = new ArrayList<>();
        for (String reply : List.of(
                body,
                body.replace("'r'", "'r2'"),
                body.replace(",'responseId':'r'", ""),
                body.replace(",'responseId':'r'", "").replace("'f'", "'g'"))) {
            whole(reply).forEach(event -> {
                if (event instanceof ChatEvent.Opened(int index, int choice, Block.ToolCall call)) {
                    ids.add(call.id());
                }
            });
        }
        assertThat(ids).hasSize(8).doesNotHaveDuplicates().allMatch(id -> id.matches("call_[0-9a-f]{24}"));
        List<ChatEvent> again = List.copyOf(whole(body));
        assertThat(whole(body)).isEqualTo(again);
    }

    @Test
    @DisplayName("golden 50: several candidates, probabilities, usage")
    void candidates() {
        whole("{'candidates':[{'content':{'parts':[{'text':'Yes'}]},'finishReason':'STOP','logprobsResult':{"
                + "'topCandidates':[{'candidates':[{'token':'Yes','logProbability':-0.1}]}],"
                + "'chosenCandidates':[{'token':'Yes','tokenId':1,'logProbability':-0.1}]}},"
                + "{'index':1,'content':{'parts':[{'text':'No'}]},'finishReason':'MAX_TOKENS',"
                + "'safetyRatings':[{}],'citationMetadata':{'a':1},'groundingMetadata':{}}],"
                + "'usageMetadata':{'promptTokenCount':20,'cachedContentTokenCount':4,'toolUsePromptTokenCount':3,"
                + "'candidatesTokenCount':2,'thoughtsTokenCount':5}}");
        String token = "{'token':'Yes','logprob':-0.1,'bytes':null";
        assertThat(events)
                .containsExactly(
                        new ChatEvent.Started(null, null),
                        new ChatEvent.Opened(0, 0, new Block.Text()),
                        new ChatEvent.Delta(0, "Yes", json("[" + token + ",'top_logprobs':[" + token + "}]}]")),
                        new ChatEvent.Opened(1, 1, new Block.Text()),
                        new ChatEvent.Delta(1, "No"),
                        new ChatEvent.Reported(new Usage(19, 4, 0, 0, 2, 5)),
                        new ChatEvent.Closed(0),
                        new ChatEvent.Closed(1),
                        new ChatEvent.Stopped(0, StopReason.END, "STOP"),
                        new ChatEvent.Stopped(1, StopReason.MAX_TOKENS, "MAX_TOKENS"));
        assertThat(losses.all().stream().map(Loss::toString))
                .containsExactly("candidates[1].safetyRatings:dropped", "candidates[1].citationMetadata:dropped");
    }

    private static final List<String> STREAM = List.of(
            candidate("{'text':'Plan é🌍','thought':true}", ""),
            candidate("{'text':'北'}", ""),
            candidate("{'functionCall':{'name':'f','args':{'a':'京'}},'thoughtSignature':'sg'}", ""),
            candidate("{'text':''}", ",'finishReason':'STOP'")
                    .replace("'modelVersion'", "'usageMetadata':{'promptTokenCount':2},'modelVersion'"));

    private static byte[] stream(String end) {
        return Pieces.bytes(STREAM.stream()
                .map(event -> "data: " + event.replace('\'', '"') + end + end)
                .collect(Collectors.joining()));
    }

    /** @return null when it was not complete */
    private static @Nullable List<ChatEvent> read(Pieces pieces) throws IOException {
        List<ChatEvent> out = new ArrayList<>();
        AnswerDecoder decoder = new ReplyDecoder(new Losses());
        SseReader reader = new SseReader(pieces);
        for (WireEvent event = reader.next(); event != null && !decoder.over(); event = reader.next()) {
            try {
                decoder.event(event.name(), event.data(), out::add);
            } catch (IOException e) {
                assertThat(event.whole()).isFalse();
            }
        }
        int before = out.size();
        if (decoder.end(out::add)) {
            return out;
        }
        assertThat(out).hasSize(before);
        return null;
    }

    @Test
    @DisplayName("fault 1.1: cut at any byte, the events are the same; golden 59: and those of the whole reply")
    void cuts() throws IOException {
        byte[] all = stream("\r\n");
        List<ChatEvent> expected = read(new Pieces(List.of(all), Pieces.Then.END));
        assertThat(expected).isNotNull();
        assertThat(brief(expected == null ? List.of() : expected))
                .isEqualTo("T(Plan é🌍|)t(北|)c(f:sg {\"a\":\"京\"}|) TOOL_USE");
        assertThat(read(new Pieces(Pieces.single(all), Pieces.Then.END))).isEqualTo(expected);
        for (int at = 0; at <= all.length; at++) {
            assertThat(read(new Pieces(Pieces.cutAt(all, at), Pieces.Then.END))).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("cut off at any byte, the stream is complete only behind its finish reason")
    void truncated() throws IOException {
        byte[] all = stream("\n");
        int complete = 0;
        for (int at = 0; at <= all.length; at++) {
            byte[] part = Arrays.copyOf(all, at);
            complete += read(new Pieces(List.of(part), Pieces.Then.END)) == null ? 0 : 1;
        }
        assertThat(complete).isEqualTo(3);
    }

    @Test
    void array() throws IOException {
        byte[] all = Pieces.bytes(
                STREAM.stream().map(event -> event.replace('\'', '"')).collect(Collectors.joining(",\r\n", "[", "]")));
        List<ChatEvent> out = new ArrayList<>();
        AnswerDecoder decoder = new ReplyDecoder(losses);
        ArrayReader reader = new ArrayReader(new Pieces(Pieces.single(all), Pieces.Then.SILENCE));
        while (!decoder.over()) {
            WireEvent event = reader.next();
            decoder.event(event == null ? "" : event.name(), event == null ? Slice.EMPTY : event.data(), out::add);
        }
        assertThat(decoder.end(out::add)).isTrue();
        assertThat(out).isEqualTo(read(new Pieces(List.of(stream("\n")), Pieces.Then.END)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|{'error':{'code':503,'message':'The model is overloaded.','status':'UNAVAILABLE'}}",
                "error|{'error':{'code':503,'message':'The model is overloaded.','status':'UNAVAILABLE'}}",
            })
    @DisplayName("golden 60: an error in the stream ends it")
    void error(String name, String data) throws IOException {
        AnswerDecoder decoder = new ReplyDecoder(losses);
        byte[] bytes = Pieces.bytes(data.replace('\'', '"'));
        decoder.event(name, new Slice(bytes, 0, bytes.length), events::add);
        assertThat(brief(events)).isEqualTo(" FAILED 503 The model is overloaded.");
        assertThat(decoder.over()).isTrue();
        decoder.event("", new Slice(bytes, 0, bytes.length), events::add);
        assertThat(events).hasSize(1);
        assertThat(decoder.end(events::add)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "{", "x"})
    void notOfThisProtocol(String data) {
        byte[] bytes = Pieces.bytes(data);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new ReplyDecoder(losses).event("", new Slice(bytes, 0, bytes.length), events::add));
        assertThat(events).isEmpty();
    }
}
