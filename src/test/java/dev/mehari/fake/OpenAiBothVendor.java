package dev.mehari.fake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat completions and responses, each by its path. */
final class OpenAiBothVendor implements Vendor {
    private final OpenAiVendor chat;
    private final ResponsesVendor responses;

    OpenAiBothVendor(String key) {
        chat = new OpenAiVendor(key);
        responses = new ResponsesVendor(key);
    }

    private static boolean ofResponses(SeenRequest request) {
        return request.path().startsWith("/v1/responses");
    }

    /** Only one of them remembers what it was asked. */
    private Vendor of(Asked asked) {
        return asked.body().isMissingNode() ? chat : responses;
    }

    @Override
    public @Nullable Reply aside(SeenRequest request) {
        return ofResponses(request) ? responses.aside(request) : chat.aside(request);
    }

    @Override
    public Asked accept(SeenRequest request, int number) {
        return ofResponses(request) ? responses.accept(request, number) : chat.accept(request, number);
    }

    @Override
    public Reply say(Asked asked, Turn turn) {
        return of(asked).say(asked, turn);
    }

    @Override
    public Reply fail(Failure failure) {
        return chat.fail(failure);
    }

    @Override
    public Step.Piece failEvent(Asked asked, Failure failure, int before) {
        return of(asked).failEvent(asked, failure, before);
    }

    @Override
    public List<Step.Piece> terminator(Asked asked) {
        return of(asked).terminator(asked);
    }

    @Override
    public Headers headers(int number) {
        return chat.headers(number);
    }
}
