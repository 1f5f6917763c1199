package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Effective;
import dev.mehari.config.Overlaid;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.OverlayObject.Kind;
import dev.mehari.live.Generations;
import dev.mehari.overlay.Draft;
import dev.mehari.overlay.Edits;
import dev.mehari.overlay.OverlayStore;
import dev.mehari.overlay.Overlays;
import dev.mehari.overlay.Stored;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerMapping;

/** Upstreams and models: those of files are shown, those of the database are made, changed and deleted. */
@RestController
public final class OverlayController {
    private static final String UPSTREAMS = "/api/admin/upstreams";
    private static final String MODELS = "/api/admin/models";
    /** The rest of the path: an alias may have slashes. */
    private static final String NAME = "/{*name}";

    private static final int LONGEST_NAME = 256;
    private static final int MOST_AUDITED = 1000;

    private final Overlays overlays;
    private final OverlayStore store;
    private final Edits edits;
    private final Generations generations;
    private final LiveConfig config;

    public OverlayController(
            Overlays overlays, OverlayStore store, Edits edits, Generations generations, LiveConfig config) {
        this.overlays = overlays;
        this.store = store;
        this.edits = edits;
        this.generations = generations;
        this.config = config;
    }

    @GetMapping("/api/admin/config/effective")
    JsonNode effective() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("generation", generations.needed().number());
        shown.set("config", EffectiveFields.sourced(config.effective()));
        return shown;
    }

    @GetMapping("/api/admin/audit")
    Map<String, Object> audit(@RequestParam(defaultValue = "100") int limit) {
        int most = Math.max(1, Math.min(limit, MOST_AUDITED));
        List<ObjectNode> entries =
                store.audit(most).stream().map(OverlayFields::audited).toList();
        return Map.of("entries", entries, "total", entries.size());
    }

    @GetMapping({UPSTREAMS, MODELS})
    Map<String, Object> list(HttpServletRequest request) {
        Kind of = kind(request);
        Stored stored = overlays.stored();
        Effective.Branch all = branch(of);
        List<ObjectNode> shown = new java.util.ArrayList<>();
        all.entries().forEach((name, value) -> {
            if (stored.find(of, name).isEmpty() || isFiles(of, name)) {
                shown.add(OverlayFields.ofFile(overlaid(), of, name, value));
            }
        });
        stored.entries().stream()
                .filter(entry -> entry.object().kind() == of)
                .map(entry -> OverlayFields.stored(overlaid(), stored, entry))
                .forEach(shown::add);
        return Map.of(of.id(), shown, "total", shown.size());
    }

    @GetMapping({UPSTREAMS + NAME, MODELS + NAME})
    ResponseEntity<ObjectNode> one(@PathVariable String name, HttpServletRequest request) {
        Kind of = kind(request);
        String plain = plain(name);
        Stored stored = overlays.stored();
        Optional<Stored.Entry> entry = stored.find(of, plain);
        if (entry.isPresent() && !isFiles(of, plain)) {
            return ResponseEntity.ok()
                    .eTag(Versions.tag(entry.get().object().version()))
                    .body(OverlayFields.stored(overlaid(), stored, entry.get()));
        }
        Effective value = branch(of).entries().get(plain);
        if (value == null) {
            throw new Refusal(ErrorKind.PATH_NOT_FOUND, "there is no " + OverlayObject.id(of, plain));
        }
        return ResponseEntity.ok(OverlayFields.ofFile(overlaid(), of, plain, value));
    }

    @PutMapping({UPSTREAMS + NAME, MODELS + NAME})
    ResponseEntity<ObjectNode> put(
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            HttpServletRequest request,
            Principal who)
            throws IOException {
        Kind of = kind(request);
        String plain = plain(name);
        Draft draft = new Draft(of, plain, Bodies.object(request), Versions.expected(ifMatch));
        Edits.Result result = edits.apply(who.getName(), List.of(draft));
        Stored stored = overlays.stored();
        Stored.Entry entry = stored.find(of, plain)
                .orElseThrow(() ->
                        new Refusal(ErrorKind.CONFLICT, "it was written, and somebody else has deleted it since"));
        ObjectNode shown = OverlayFields.stored(overlaid(), stored, entry);
        shown.put("generation", result.generation().number());
        boolean made = entry.createdAt().equals(entry.updatedAt());
        return ResponseEntity.status(made ? 201 : 200)
                .eTag(Versions.tag(result.version()))
                .body(shown);
    }

    @DeleteMapping({UPSTREAMS + NAME, MODELS + NAME})
    Map<String, Object> delete(
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            HttpServletRequest request,
            Principal who) {
        Kind of = kind(request);
        String plain = plain(name);
        // Who deletes without a version means whatever is there.
        Draft.Expected expected = ifMatch == null ? new Draft.Expected.Any() : Versions.expected(ifMatch);
        Edits.Result result = edits.apply(who.getName(), List.of(new Draft(of, plain, null, expected)));
        return Map.of(
                "deleted",
                OverlayObject.id(of, plain),
                "generation",
                result.generation().number());
    }

    private static Kind kind(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return String.valueOf(pattern).startsWith(MODELS) ? Kind.MODELS : Kind.UPSTREAMS;
    }

    /** With its slashes: an alias may have some. */
    private static String plain(String rest) {
        String name = rest.startsWith("/") ? rest.substring(1) : rest;
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "a name has 1 to " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private Effective.Branch branch(Kind kind) {
        return config.effective().entries().get(kind.id()) instanceof Effective.Branch found
                ? found
                : new Effective.Branch(Map.of());
    }

    private boolean isFiles(Kind kind, String name) {
        return overlaid().place(OverlayObject.id(kind, name)).isPresent();
    }

    private Overlaid overlaid() {
        return generations.needed().snapshot().overlaid();
    }
}
