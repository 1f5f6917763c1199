package dev.mehari.key;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;

/** The route step that says who is calling. The call forgets the key here, whatever the answer. Any thread. */
public final class Authenticate {
    private final Keys keys;

    public Authenticate(Keys keys) {
        this.keys = keys;
    }

    /**
     * Checks the key of a call.
     *
     * @throws Refusal as in {@link Keys#verify} and {@link Keys#mayCallModels}, and {@code ROLE_NOT_ALLOWED} when the path
     *     names an upstream and the key is no pass-through key
     */
    public void authenticate(Call call) {
        Caller named = call.isExplained() ? call.explainedFor() : null;
        Caller caller = named == null ? keys.verify(call.takePresentedKey()) : named;
        call.authenticated(caller);
        keys.mayCallModels(caller);
        String upstream = call.pinned();
        if (upstream != null && caller.role() != Caller.Role.PASSTHROUGH) {
            throw new Refusal(
                    ErrorKind.ROLE_NOT_ALLOWED,
                    "the API key " + caller.keyId() + " may not use paths below /" + upstream
                            + "/: that takes the role passthrough");
        }
    }
}
