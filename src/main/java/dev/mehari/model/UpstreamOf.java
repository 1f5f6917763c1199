package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a call goes that passes through: to the upstream that its path names, else to the one that keeps responses. */
final class UpstreamOf {
    private static final String CHOICE = "x-mehari-upstream";

    private final Snapshot snapshot;

    UpstreamOf(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    void find(Call call) {
        Passthrough asked = call.passthrough();
        Caller caller = call.getCaller();
        if (asked == null || caller == null) {
            throw new IllegalStateException("a call that passes through has a checked key");
        }
        Upstream upstream = call.pinned() == null ? keeper(call, caller) : named(call.pinned());
        if (!caller.allowedModels().isEmpty()) {
            asked.guard(model -> check(caller, upstream, model));
        }
        asked.goesTo(upstream.name());
        String model = asked.model();
        if (model != null) {
            Names.check(model);
        }
        call.course().plan(List.of(new Target(upstream.name(), model == null ? Target.ANY : model)));
    }

    private Upstream named(String name) {
        Upstream upstream = snapshot.upstreams().get(name);
        if (upstream == null) {
            throw new Refusal(ErrorKind.PATH_NOT_FOUND, "there is no upstream \"" + name + "\"");
        }
        if (upstream.route() != null) {
            throw new Refusal(
                    ErrorKind.PATH_NOT_FOUND,
                    "the upstream \"" + name
                            + "\" is asked by a route: only chats go there, and no other path of it passes");
        }
        if (!upstream.on()) {
            throw new Refusal(
                    ErrorKind.PATH_NOT_FOUND,
                    "the upstream \"" + name + "\" is configured, but "
                            + (upstream.standing().enabled() ? "has no credential" : "was switched off"));
        }
        return upstream;
    }

    private void check(Caller caller, Upstream upstream, String model) {
        // Google's own spelling of a name.
        String plain = model.startsWith("models/") ? model.substring("models/".length()) : model;
        if (plain.isBlank() || !snapshot.models().allows(caller, new Target(upstream.name(), plain))) {
            throw new Refusal(
                    ErrorKind.MODEL_NOT_ALLOWED,
                    "this key may not use the model \"" + upstream.name() + "/" + Names.shown(plain) + "\"");
        }
    }

    /**
     * The upstream that keeps the response of an id. The id is the vendor's and says nothing of where it was made: with
     * several that keep responses, the caller says which.
     */
    private Upstream keeper(Call call, Caller caller) {
        List<Upstream> keepers = snapshot.upstreams().values().stream()
                .filter(u -> u.on() && u.keepsResponses() && snapshot.models().allows(caller, u.name()))
                .toList();
        if (keepers.isEmpty()) {
            throw new Refusal(
                    ErrorKind.PATH_NOT_FOUND,
                    "no upstream that this key may use keeps responses: that takes one that speaks Responses itself");
        }
        @Nullable String choice = call.header(CHOICE);
        if (choice == null && keepers.size() == 1) {
            return keepers.getFirst();
        }
        return keepers.stream()
                .filter(u -> u.name().equals(choice))
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        ErrorKind.INVALID_REQUEST,
                        "say which upstream keeps this response: send the header " + CHOICE + " with one of "
                                + keepers.stream().map(Upstream::name).collect(Collectors.joining(", ")),
                        CHOICE));
    }
}
