package dev.mehari.fake;

import java.util.Map;

/** A fake of OpenAI and one connection to it, on which good calls are made. */
record ScriptedCall(OpenAiFake fake, RawClient client) implements AutoCloseable {
    private static final String BODY = "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    ScriptedCall(OpenAiFake fake) {
        this(fake, RawClient.to(fake.baseUrl()));
    }

    /** The bytes of a call that is not streamed. */
    String plain() {
        return request(BODY);
    }

    private String request(String body) {
        return RawClient.post("/v1/chat/completions", Map.of("Authorization", "Bearer " + fake.key()), body);
    }

    RawReply stream(Answer answer) {
        fake.next(answer);
        return client.send(request(BODY.replaceFirst("\\{", "{\"stream\":true,")))
                .reply();
    }

    RawClient.Response whole(Answer answer) {
        fake.next(answer);
        return client.send(plain()).response();
    }

    @Override
    public void close() {
        client.close();
        fake.close();
    }
}
