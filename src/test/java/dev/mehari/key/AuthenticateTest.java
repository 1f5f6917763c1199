package dev.mehari.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.Caller.Role;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthenticateTest {
    private final World world = new World();
    private final Authenticate step = new Authenticate(world.keys);
    private final Call call =
            new Call("id", Protocol.OPENAI_CHAT, world.clock.instant(), Map.of(), null, null, false, false);

    @Test
    void theCallForgetsTheKeyAndKnowsTheCaller() {
        Minted minted = world.key("k");
        call.presentedKey(minted.value().reveal());

        step.authenticate(call);

        assertThat(call.getCaller()).isNotNull().returns("k", who -> who.name());
        assertThat(call.takePresentedKey()).isNull();
    }

    @Test
    void theCallForgetsAWrongKeyToo() {
        call.presentedKey("wrong");

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> step.authenticate(call));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_API_KEY);
        assertThat(call.takePresentedKey()).isNull();
        assertThat(call.getCaller()).isNull();
    }

    @Test
    void aReadonlyKeyIsKnownAndRefused() {
        Minted minted =
                world.keys.create(new KeyDraft("r", null, List.of(), Role.READONLY, List.of(), null, null, false));
        call.presentedKey(minted.value().reveal());

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> step.authenticate(call));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.ROLE_NOT_ALLOWED);
        assertThat(call.getCaller()).isNotNull();
    }
}
