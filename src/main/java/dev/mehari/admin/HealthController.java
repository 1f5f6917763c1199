package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.health.Subject;
import dev.mehari.health.Switchboard;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** How credentials and targets are doing, and what operators do about it by hand. */
@RestController
public final class HealthController {
    private static final int LONGEST = 500;

    private final HealthView view;
    private final Switchboard board;
    private final Supplier<Optional<Snapshot>> live;

    /** What is to be done. */
    private enum Act {
        RESET,
        DISABLE,
        ENABLE
    }

    public HealthController(HealthView view, Switchboard board, Supplier<Optional<Snapshot>> live) {
        this.view = view;
        this.board = board;
        this.live = live;
    }

    @GetMapping("/v1/tokens/stats")
    Map<String, Object> tokens() {
        return view.tokens(snapshot());
    }

    @GetMapping("/api/admin/health")
    Map<String, Object> health() {
        return view.all(snapshot(), board.off());
    }

    @PostMapping("/api/admin/credentials/{id}/reset")
    Map<String, Object> resetCredential(@PathVariable String id, Principal who) {
        return act(Act.RESET, credential(id), null, who);
    }

    @PostMapping("/api/admin/credentials/{id}/disable")
    Map<String, Object> disableCredential(@PathVariable String id, HttpServletRequest request, Principal who)
            throws IOException {
        return act(Act.DISABLE, credential(id), reason(Bodies.fields(request, List.of("reason"))), who);
    }

    @PostMapping("/api/admin/credentials/{id}/enable")
    Map<String, Object> enableCredential(@PathVariable String id, Principal who) {
        return act(Act.ENABLE, credential(id), null, who);
    }

    @PostMapping("/api/admin/upstreams/{name}/reset")
    Map<String, Object> resetUpstream(@PathVariable String name, Principal who) {
        return act(Act.RESET, upstream(name), null, who);
    }

    @PostMapping("/api/admin/upstreams/{name}/disable")
    Map<String, Object> disableUpstream(@PathVariable String name, HttpServletRequest request, Principal who)
            throws IOException {
        return act(Act.DISABLE, upstream(name), reason(Bodies.fields(request, List.of("reason"))), who);
    }

    @PostMapping("/api/admin/upstreams/{name}/enable")
    Map<String, Object> enableUpstream(@PathVariable String name, Principal who) {
        return act(Act.ENABLE, upstream(name), null, who);
    }

    /** Names of models hold slashes, which a path would take apart. */
    @PostMapping("/api/admin/targets/{act:reset|disable|enable}")
    Map<String, Object> target(@PathVariable String act, HttpServletRequest request, Principal who) throws IOException {
        Act what = Act.valueOf(act.toUpperCase(Locale.ROOT));
        JsonNode body = Bodies.fields(request, what == Act.DISABLE ? List.of("target", "reason") : List.of("target"));
        Subject target = target(body.path("target").asText());
        if (what == Act.DISABLE && target.name().endsWith("/" + Target.ANY)) {
            // Nobody asks for a model of this name: whoever is told that it is off would be deceived.
            throw new IllegalArgumentException("\"" + target.name() + "\" stands for the models that callers name: "
                    + "disable one of these, or the upstream");
        }
        return act(what, target, reason(body), who);
    }

    private static @Nullable String reason(JsonNode body) {
        JsonNode given = body.path("reason");
        if (!given.isMissingNode() && !given.isNull() && !given.isTextual()) {
            throw new IllegalArgumentException("\"reason\" must be a text");
        }
        String reason = given.asText("").strip();
        if (reason.length() > LONGEST) {
            throw new IllegalArgumentException("\"reason\" has more than " + LONGEST + " characters");
        }
        return reason.isEmpty() ? null : reason;
    }

    private Map<String, Object> act(Act act, Subject subject, @Nullable String reason, Principal who) {
        switch (act) {
            case RESET -> board.reset(subject, who.getName());
            case DISABLE -> board.disable(subject, reason, who.getName());
            case ENABLE -> board.enable(subject, who.getName());
        }
        return view.one(snapshot(), subject);
    }

    /** By {@code upstream:credential}, or by the credential's id alone where only one upstream has such a one. */
    private Subject credential(String id) {
        List<String> all = snapshot().upstreams().values().stream()
                .flatMap(u -> u.credentials().stream().map(c -> u.name() + ":" + c.id()))
                .toList();
        List<String> found = all.stream()
                .filter(name -> name.equals(id) || name.endsWith(":" + id))
                .toList();
        if (found.size() > 1) {
            throw new Refusal(ErrorKind.CONFLICT, "several upstreams have such a credential: " + found);
        }
        if (found.isEmpty()) {
            throw new Refusal(ErrorKind.PATH_NOT_FOUND, "there is no such credential; there are " + all);
        }
        String[] parts = found.getFirst().split(":", 2);
        return Subject.credential(parts[0], parts[1]);
    }

    private Subject upstream(String name) {
        if (!snapshot().upstreams().containsKey(name)) {
            throw new Refusal(
                    ErrorKind.PATH_NOT_FOUND,
                    "there is no such upstream; there are "
                            + snapshot().upstreams().keySet());
        }
        return Subject.upstream(name);
    }

    private Subject target(String name) {
        if (name.length() > LONGEST || Stream.of(name).anyMatch(n -> n.indexOf('/') < 1)) {
            throw new IllegalArgumentException("\"target\" must be \"upstream/model\"");
        }
        Target target = Target.of(name);
        var unused = upstream(target.upstream());
        return Subject.of(target);
    }

    private Snapshot snapshot() {
        return live.get().orElseThrow(() -> new Refusal(ErrorKind.NOT_READY, "no generation is live"));
    }
}
