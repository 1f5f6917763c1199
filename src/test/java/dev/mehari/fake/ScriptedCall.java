package dev.mehari.fake;

import java.util.Map;

/** A fake of one of OpenAI's APIs and one connection to it, on which good calls are made. */
record ScriptedCall(FakeProvider fake, RawClient client, String path, String body) implements AutoCloseable {
    ScriptedCall(OpenAiFake fake) {
        this(
                fake,
                "/v1/chat/completions",
                "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    ScriptedCall(ResponsesFake fake) {
        this(fake, "/v1/responses", "{\"model\":\"gpt-4.1\",\"input\":\"hi\"}");
    }

    private ScriptedCall(FakeProvider fake, String path, String body) {
        this(fake, RawClient.to(fake.baseUrl()), path, body);
    }

    /** The bytes of a call that is not streamed. */
    String plain() {
        return request(body);
    }

    private String request(String sent) {
        return RawClient.post(path, Map.of("Authorization", "Bearer " + fake.key()), sent);
    }

    RawReply stream(Answer answer) {
        fake.next(answer);
        return client.send(request(body.replaceFirst("\\{", "{\"stream\":true,")))
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
