package dev.mehari.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.golden.Sent;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.ReplyFacts;
import dev.mehari.protocol.Watched;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesCodecTest {
    private static final String CREATED =
            "{'type':'response.created','sequence_number':0,'response':{'id':'r','status':'in_progress','output':[]}}";
    private static final String TEXT = "{'type':'response.output_text.delta','sequence_number':1,'delta':'a'}";

    private final ResponsesCodec codec = new ResponsesCodec();

    private Watched run(String... events) {
        Watched watched = new Watched();
        return watched.drain(codec.tap(Pieces.whole(Chats.stream(events)), true, false, "req_1", watched));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'input_tokens':10,'output_tokens':7,'total_tokens':17}|10|0|0|7|0",
                "{'input_tokens':10,'input_tokens_details':{'cached_tokens':4,'cache_write_tokens':3},'output_tokens':7,'output_tokens_details':{'reasoning_tokens':2}}|3|4|3|5|2",
                "{'input_tokens':10,'output_tokens':7,'total_tokens':30,'output_tokens_details':{'reasoning_tokens':13}}|10|0|0|7|13",
                "{'input_tokens':10,'output_tokens':1,'input_tokens_details':{'cached_tokens':99}}|0|10|0|1|0",
                "{'output_tokens':3,'total_tokens':9}|6|0|0|3|0"
            })
    void usage(String usage, long input, long cached, long written, long output, long reasoning) {
        String reply = "{'model':'m','output':[],'usage':" + usage + "}";
        assertThat(codec.readReply(Pieces.bytes(reply.replace('\'', '"'))))
                .isEqualTo(new ReplyFacts(new Usage(input, cached, written, 0, output, reasoning), "m"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html>|UPSTREAM_INVALID_REPLY",
                "{}|UPSTREAM_INVALID_REPLY",
                "{'output':null}|UPSTREAM_INVALID_REPLY",
                "{'choices':[{}]}|UPSTREAM_INVALID_REPLY",
                "{'status':'failed','output':[],'error':{'code':'server_error','message':'m'}}|UPSTREAM_ERROR",
                "{'status':'failed','output':[]}|UPSTREAM_ERROR",
                "{'error':{'message':'m'}}|UPSTREAM_ERROR",
                "{'object':'error','message':'m'}|UPSTREAM_ERROR"
            })
    @DisplayName("fault 2.7 a success that is not one is refused")
    void notAReply(String body, ErrorKind kind) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> codec.readReply(Pieces.bytes(body.replace('\'', '"'))))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.completed", "response.incomplete"})
    void ends(String type) {
        Watched watched = run(CREATED, TEXT, "{'type':'" + type + "','response':{'usage':{'input_tokens':1}}}", TEXT);
        assertThat(watched.last()).isEqualTo("ended null");
        assertThat(watched.usage).isEqualTo(new Usage(1, 0, 0, 0, 0, 0));
        assertThat(watched.text()).endsWith("}}}\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'response.failed','response':{'error':{'code':'c','message':'m'}}}",
                "{'type':'error','code':'c','message':'m','param':null}",
                "{'type':'error','error':{'code':'c','message':'m'}}"
            })
    @DisplayName("fault 1.30 the upstream's own failure passes as it is, and is one")
    void fails(String event) {
        Watched watched = run(CREATED, TEXT, event);
        assertThat(watched.last()).isEqualTo("ended UPSTREAM_ERROR_EVENT");
        assertThat(watched.error).isNotNull();
        assertThat(watched.error == null ? "" : watched.error.code() + watched.error.message())
                .isEqualTo("cm");
        assertThat(watched.text()).isEqualTo(Chats.stream(CREATED, TEXT, event));
    }

    @Test
    @DisplayName("fault 2.8 a response that breaks off is one that failed, under its own id and the next number")
    void breaks() {
        JsonNode last = Sent.events(run(CREATED, TEXT).text().getBytes(StandardCharsets.UTF_8))
                .getLast();
        assertThat(last.path("event").asText()).isEqualTo("response.failed");
        assertThat(last.at("/data/sequence_number").asInt()).isEqualTo(2);
        assertThat(last.at("/data/response/id").asText()).isEqualTo("r");
        assertThat(last.at("/data/response/status").asText()).isEqualTo("failed");
        assertThat(last.at("/data/response/error/message").asText()).isEqualTo(Watched.CUT);

        JsonNode only =
                Sent.events(run(TEXT).text().getBytes(StandardCharsets.UTF_8)).getLast();
        assertThat(only.path("event").asText()).isEqualTo("error");
        assertThat(only.at("/data/code").asText()).isEqualTo("upstream_stream_interrupted");
        assertThat(only.at("/data/error/message").asText()).isEqualTo(Watched.CUT);
    }

    @Test
    void addresses() {
        assertThat(codec.path("any/thing", true, true)).isEqualTo("/responses");
        assertThat(codec.credentialHeader()).isEqualTo("Authorization");
        assertThat(codec.credentialValue("k")).isEqualTo("Bearer k");
        assertThat(codec.read(Pieces.bytes("{\"model\":\"m\",\"stream\":true}")).stream())
                .isTrue();
        String error = new String(
                codec.streamError(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "late"), "r", List.of(), true),
                StandardCharsets.UTF_8);
        assertThat(error).startsWith("event: error\ndata: {\"type\":\"error\"").endsWith("}\n\n");
    }
}
