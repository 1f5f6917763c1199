package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** What all of OpenAI's APIs have in common: the key, the headers, the errors and their words. */
abstract class OpenAiPlatform extends StrictVendor {
    private final String key;

    OpenAiPlatform(String key) {
        this.key = key;
    }

    final void checkKey(SeenRequest request) {
        checkKey(request, "authorization", "Bearer " + key);
    }

    static RuntimeException noSuchPath(SeenRequest request) {
        return Failure.of(404, null, "Invalid URL (" + request.method() + " " + request.target() + ")")
                .refusal();
    }

    static void checkPost(SeenRequest request) {
        if (!request.method().equals("POST")) {
            throw Failure.of(
                            405,
                            "method_not_supported",
                            "Not allowed to " + request.method() + " on " + request.path()
                                    + ". (HINT: Perhaps you meant to use a different HTTP method?)")
                    .refusal();
        }
    }

    static Reply json(int status, JsonNode body) {
        return Reply.of(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply fail(Failure failure) {
        return json(failure.status(), OpenAiErrors.body(failure));
    }

    @Override
    public Headers headers(int number) {
        return Headers.NONE
                .plus("x-request-id", "req_openai_" + number)
                .plus("openai-processing-ms", "12")
                .plus("openai-version", "2020-10-01")
                .plus("x-ratelimit-limit-requests", "10000")
                .plus("x-ratelimit-remaining-requests", "9999")
                .plus("x-ratelimit-reset-requests", "6ms")
                .plus("x-ratelimit-limit-tokens", "2000000")
                .plus("x-ratelimit-remaining-tokens", "1999000")
                .plus("x-ratelimit-reset-tokens", "30ms");
    }

    @Override
    Failure bad(String message) {
        return Failure.of(400, null, message);
    }

    @Override
    Failure noKey() {
        return Failure.of(
                401,
                null,
                "You didn't provide an API key. You need to provide your API key in an Authorization"
                        + " header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
    }

    @Override
    Failure wrongKey(String given) {
        return Failure.of(
                401,
                "invalid_api_key",
                "Incorrect API key provided. You can find your API key at"
                        + " https://platform.openai.com/account/api-keys.");
    }

    @Override
    Failure unknownModel(String model) {
        return Failure.at(
                "model",
                404,
                "model_not_found",
                "The model `" + model + "` does not exist or you do not have access to it.");
    }

    @Override
    Failure worded(Problem problem) {
        return OpenAiErrors.worded(problem);
    }
}
