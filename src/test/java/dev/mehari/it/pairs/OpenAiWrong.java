package dev.mehari.it.pairs;

import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import java.util.function.Supplier;

/** What openai-java throws, of both of its APIs. */
final class OpenAiWrong {
    private OpenAiWrong() {}

    static Caller.Wrong of(Supplier<Heard> question) {
        try {
            throw new AssertionError("expected a failure, got: " + question.get());
        } catch (OpenAIServiceException e) {
            return new Caller.Wrong(e.getClass().getSimpleName(), e.statusCode(), String.valueOf(e.getMessage()));
        } catch (OpenAIException e) {
            return new Caller.Wrong(e.getClass().getSimpleName(), 0, String.valueOf(e.getMessage()));
        }
    }
}
