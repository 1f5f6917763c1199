package dev.mehari.key;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Refusal;

/** The route step that says who is calling. The call forgets the key here, whatever the answer. Any thread. */
public final class Authenticate {
    private final Keys keys;

    public Authenticate(Keys keys) {
        this.keys = keys;
    }

    /** @throws Refusal as in {@link Keys#verify} and {@link Keys#mayCallModels} */
    public void authenticate(Call call) {
        Caller caller = keys.verify(call.takePresentedKey());
        call.authenticated(caller);
        keys.mayCallModels(caller);
    }
}
