package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** A generateContent answer as its strictest clients read it. */
final class HeardGemini {
    private final Heard heard = new Heard();

    private HeardGemini() {}

    static Heard whole(String body) {
        HeardGemini reader = new HeardGemini();
        reader.response(Heard.json(body));
        return reader.ended();
    }

    static Heard stream(String body) {
        HeardGemini reader = new HeardGemini();
        // Their own client gives up at a body that does not end so.
        assertThat(body).endsWith("\n\n");
        reader.heard.events(body).forEach(event -> reader.response(event.json()));
        assertThat(reader.heard.comments)
                .as("their clients take comments for broken data")
                .isEmpty();
        return reader.ended();
    }

    static Heard array(String body) {
        HeardGemini reader = new HeardGemini();
        JsonNode all = Heard.json(body);
        assertThat(all.isArray()).as(body).isTrue();
        all.forEach(reader::response);
        return reader.ended();
    }

    private Heard ended() {
        heard.complete = heard.stop != null && heard.error.isMissingNode();
        return heard;
    }

    private void response(JsonNode response) {
        if (response.has("error")) {
            heard.failed(response.get("error"));
            return;
        }
        JsonNode candidate = response.at("/candidates/0");
        for (JsonNode part : candidate.at("/content/parts")) {
            String text = part.path("text").asText("");
            if (part.path("thought").asBoolean()) {
                heard.begin("thinking");
                heard.thinking.append(text);
            } else if (!text.isEmpty()) {
                heard.begin("text");
                heard.text.append(text);
            } else if (part.has("functionCall")) {
                JsonNode call = part.get("functionCall");
                heard.begin("call");
                heard.calls.add(new Heard.Call(
                        call.path("id").asText(),
                        call.path("name").asText(),
                        call.path("args").toString()));
            }
        }
        if (candidate.has("finishReason")) {
            heard.stopped(candidate.get("finishReason").asText());
        }
        if (response.has("usageMetadata")) {
            heard.usage = response.get("usageMetadata");
        }
    }
}
