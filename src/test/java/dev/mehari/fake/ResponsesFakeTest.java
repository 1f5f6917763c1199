package dev.mehari.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Usage;
import dev.mehari.sdk.ResponsesSdk;
import dev.mehari.sdk.SdkDriver;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponsesFakeTest {
    private static final String MODEL = "gpt-5.6-terra";

    private static final String TOOLS = "[{'type':'function','name':'f','parameters':null}]";

    private final ResponsesFake fake = ResponsesFake.start();
    private final GoodCall good = new ResponsesWrongCalls(fake).good();
    private final SdkDriver sdk = ResponsesSdk.of(fake.baseUrl(), fake.key());

    @AfterEach
    void close() {
        sdk.close();
        fake.close();
    }

    @Test
    void answersPlainly() {
        fake.next(Answer.text("Warm enough.").usage(new Usage(100, 20, 5, 0, 7, 3)));

        assertThat(sdk.plain(MODEL)).isEqualTo(new SdkDriver.Said("Warm enough.", "completed", 1, 125, 10));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void streams() {
        fake.next(Answer.text("Warm enough."));

        // Two for the response, two for the item, two for the part, two words and their end, and the end.
        assertThat(sdk.streamed(MODEL)).isEqualTo(new SdkDriver.Said("Warm enough.", "completed", 10, 11, 7));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void callsATool() {
        fake.next(Answer.toolCall("get_weather", "{\"city\":\"Paris\"}").reasoning("Where is Paris?"));

        assertThat(sdk.toolLoop(MODEL))
                .isEqualTo(new SdkDriver.ToolLoop("get_weather", "{\"city\":\"Paris\"}", "It is 21 degrees in Paris."));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void failsWithTypes() {
        fake.next(Answer.error(400, "context_length_exceeded", "too long"));
        SdkDriver.TypedError known = sdk.typedError(MODEL);
        assertThat(known.exception()).isEqualTo("BadRequestException");
        assertThat(known.type()).isEqualTo("context_length_exceeded");

        try (SdkDriver stranger = ResponsesSdk.of(fake.baseUrl(), "sk-wrong")) {
            assertThat(stranger.typedError(MODEL).exception()).isEqualTo("UnauthorizedException");
        }
        assertThat(fake.refusals()).hasSize(1);
    }

    private List<JsonNode> stream(GoodCall call, Answer answer) throws IOException {
        fake.next(answer);
        try (RawClient client = RawClient.to(fake.baseUrl())) {
            return client
                    .send(RawClient.post(
                            call.path(),
                            call.headers(),
                            call.with("stream", "true").body()))
                    .reply()
                    .events()
                    .stream()
                    .map(event -> Json.parse(event.data()))
                    .toList();
        }
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("type").asText().replaceFirst("^response\\.", ""))
                .toList();
    }

    @Test
    void eventsHaveTheirOrderTheirNumbersAndTheirItems() throws IOException {
        List<JsonNode> events = stream(
                good.with("tools", TOOLS),
                Answer.text("Hi you").reasoning("one\n\ntwo").withToolCalls(new ToolCall("f", "{\"a\":1}", "c9")));

        assertThat(types(events))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "reasoning_summary_part.added",
                        "reasoning_summary_text.delta",
                        "reasoning_summary_text.done",
                        "reasoning_summary_part.done",
                        "reasoning_summary_part.added",
                        "reasoning_summary_text.delta",
                        "reasoning_summary_text.done",
                        "reasoning_summary_part.done",
                        "output_item.done",
                        "output_item.added",
                        "content_part.added",
                        "output_text.delta",
                        "output_text.delta",
                        "output_text.done",
                        "content_part.done",
                        "output_item.done",
                        "output_item.added",
                        "function_call_arguments.delta",
                        "function_call_arguments.delta",
                        "function_call_arguments.done",
                        "output_item.done",
                        "completed");
        assertThat(events.stream().map(event -> event.path("sequence_number").asInt()))
                .containsExactlyElementsOf(
                        IntStream.range(0, events.size()).boxed().toList());
        assertThat(events.getLast().at("/response/output").findValuesAsText("id"))
                .containsExactly("rs_fake1", "msg_fake1", "fc_fake1_0");
        assertThat(events.get(2).at("/item/encrypted_content").asText())
                .isNotEqualTo(events.get(11).at("/item/encrypted_content").asText());
    }

    @Test
    void endsAsItIsToldTo() throws IOException {
        assertThat(types(stream(good, Answer.text("Hi").finish("max_output_tokens"))))
                .endsWith("incomplete");
        assertThat(types(stream(good, Answer.text("Hi").finish("failed")))).endsWith("failed");
        assertThat(types(stream(good, Answer.text("No.").finish("refusal"))))
                .contains("refusal.delta", "refusal.done")
                .endsWith("completed");
        List<JsonNode> failed = stream(good, Answer.text("Hi").errorAfter(4, 500, null, "broken"));
        assertThat(failed).hasSize(5);
        assertThat(failed.getLast().path("sequence_number").asInt()).isEqualTo(4);
        assertThat(failed.getLast().at("/response/error/message").asText()).isEqualTo("broken");
        assertThat(types(stream(good, Answer.text("Hi").errorAfter(0, 500, null, "broken"))))
                .containsExactly("error");
    }

    /** A client that sends an item back under its id has to send what it came of. */
    @Test
    void wantsItsThinkingBack() {
        fake.next(Answer.toolCalls(new ToolCall("f", "{}", "c1")).reasoning("hm"));
        GoodCall asked = good.with("tools", TOOLS);
        JsonNode output = Json.parse(asked.send().body()).path("output");
        String result = ",{'type':'function_call_output','call_id':'c1','output':'x'}";

        assertThat(asked.with("input", "[" + output.get(1) + result + "]")
                        .send()
                        .text())
                .contains("without its required 'reasoning' item: 'rs_fake1'");
        assertThat(asked.with("input", "[" + output.get(0) + "," + output.get(1) + result + "]")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(Seal.isIn(fake.lastRequest())).isTrue();
    }

    @Test
    void remembersWhatItIsNotToldToForget() {
        GoodCall kept = good.with("store", "true");
        String id = Json.parse(kept.send().body()).path("id").asText();
        GoodCall there = kept.path("/v1/responses/" + id);

        assertThat(good.with("previous_response_id", "'" + id + "'").send().status())
                .isEqualTo(200);
        assertThat(Json.parse(there.method("GET").send().body()).path("id").asText())
                .isEqualTo(id);
        assertThat(there.method("DELETE").send().text()).contains("\"deleted\":true");
        assertThat(there.method("GET").send().status()).isEqualTo(404);
    }
}
