package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.call.Operation;
import dev.mehari.call.Target;
import dev.mehari.config.Mirror;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.util.concurrent.ThreadLocalRandom;

/** Step: a copy of the call goes to another target too, where its alias says so ({@code mirror}). */
public final class Mirrors {
    private final Snapshot snapshot;
    private final Shadows shadows;
    private final Allowed allowed;

    public Mirrors(Snapshot snapshot, Shadows shadows) {
        this.snapshot = snapshot;
        this.shadows = shadows;
        this.allowed = new Allowed(snapshot.models());
    }

    /** Step: sends the copy, if there is one to send; nothing of it comes back to the call. */
    public void send(Call call) {
        Mirror mirror = snapshot.models().tries(call.getAlias()).mirror();
        if (mirror == null) {
            return;
        }
        boolean asks = call.operation() == Operation.CHAT || call.operation() == Operation.EMBEDDINGS;
        Target target = mirror.target();
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        if (!asks || upstream == null || !upstream.on()) {
            return;
        }
        if (call.isExplained()) {
            if (allowed.permits(call.shadow(target), target)) {
                call.decision()
                        .note(Decision.Kind.MIRROR, target.toString(), mirror.percent() + "% of the calls are copied");
            }
            return;
        }
        if (ThreadLocalRandom.current().nextInt(100) >= mirror.percent()) {
            return;
        }
        Call shadow = call.shadow(target);
        if (allowed.permits(shadow, target)) {
            boolean started = shadows.start(shadow);
            call.decision()
                    .note(Decision.Kind.MIRROR, target.toString(), started ? "a copy is sent" : "the copy was dropped");
        }
    }
}
