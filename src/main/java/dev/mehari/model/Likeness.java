package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.RequestBody;
import dev.mehari.config.Affinity;
import org.jspecify.annotations.Nullable;

/** What a call has in common with others, as a number. */
final class Likeness {
    private Likeness() {}

    static long of(Call call, Affinity by) {
        String common = common(call, by);
        Caller caller = call.getCaller();
        // A conversation is its key's: what strangers begin with the same words is not the same.
        String key = caller == null ? "" : caller.keyId();
        return Mix.bits(common == null ? key : key + '\n' + common);
    }

    private static @Nullable String common(Call call, Affinity by) {
        RequestBody request = call.request();
        return switch (by.by()) {
            case CALL -> call.getId();
            case KEY -> null;
            case CONVERSATION -> request == null ? null : request.conversation();
            case HEADER -> call.header(by.header());
        };
    }
}
