package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.OverlayObject.Kind;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.live.Generations;
import dev.mehari.overlay.Draft;
import dev.mehari.overlay.Draft.Expected;
import dev.mehari.overlay.Edits;
import dev.mehari.overlay.Overlays;
import dev.mehari.overlay.Stored;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** S4's control of routing: its paths and words, on what admins write anyway. */
@RestController
@RequestMapping("/api/endpoints")
public final class EndpointsController {
    private final Overlays overlays;
    private final Edits edits;
    private final Generations generations;
    private final LiveConfig config;
    private final EndpointHealth health;

    public EndpointsController(
            Overlays overlays, Edits edits, Generations generations, LiveConfig config, EndpointHealth health) {
        this.overlays = overlays;
        this.edits = edits;
        this.generations = generations;
        this.config = config;
        this.health = health;
    }

    @GetMapping("/routing/config")
    ResponseEntity<ObjectNode> routing() {
        Stored stored = overlays.stored();
        return ResponseEntity.ok()
                .eTag(Versions.tag(stored.revision()))
                .body(new RoutingForm(stored, live()).show(config.effective()));
    }

    @PutMapping("/routing/config")
    ResponseEntity<ObjectNode> change(
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            HttpServletRequest request,
            Principal who)
            throws IOException {
        JsonNode wanted = Bodies.object(request);
        Bodies.onlyFields(wanted, RoutingFields.KNOWN);
        return change(wanted, ifMatch == null ? new Expected.Any() : Versions.expected(ifMatch), who);
    }

    @PostMapping("/routing/toggle-zai-webui")
    ResponseEntity<ObjectNode> toggle(@RequestParam("enabled") String enabled, Principal who) {
        if (!enabled.equals("true") && !enabled.equals("false")) {
            throw RoutingFields.bad("enabled must be true or false");
        }
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        wanted.put("zai_webui_enabled", enabled.equals("true"));
        return change(wanted, new Expected.Any(), who);
    }

    private ResponseEntity<ObjectNode> change(JsonNode wanted, Expected expected, Principal who) {
        Stored now = overlays.stored();
        check(expected, now);
        if (!new RoutingForm(now, live()).drafts(wanted).isEmpty()) {
            edits.apply(who.getName(), stored -> {
                check(expected, stored);
                return new RoutingForm(stored, live()).drafts(wanted);
            });
        }
        return routing();
    }

    /** The version of all that admins wrote: routing is made of several parts of it. */
    private static void check(Expected expected, Stored stored) {
        if (expected instanceof Expected.Version version && version.number() != stored.revision()) {
            throw new Refusal(
                    ErrorKind.CONFLICT,
                    "the configuration is not what it was in version " + version.number() + "; read it again");
        }
    }

    @GetMapping("/templates/providers")
    ObjectNode templates() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.set("templates", EndpointTemplates.listed());
        return shown;
    }

    /** Nothing is kept of what the query holds, and no secret of it comes back. */
    @GetMapping("/defaults/endpoints")
    ObjectNode defaults(
            @RequestParam(name = "codegen_org_id", required = false) @Nullable String orgId,
            @RequestParam(name = "codegen_token", required = false) @Nullable String token) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        ArrayNode endpoints = shown.putArray("endpoints");
        for (ObjectNode endpoint : EndpointTemplates.endpoints()) {
            if (endpoint.path("config") instanceof ObjectNode settings && settings.has("bearer_token")) {
                if (token != null) {
                    settings.put("bearer_token", "***");
                }
                if (orgId != null) {
                    settings.put("org_id", orgId);
                }
            }
            endpoints.add(endpoint);
        }
        return shown;
    }

    /** The body may say {@code base_url}, {@code api_key} and {@code org_id}; there need not be one. */
    @PostMapping("/endpoints/from-template")
    ResponseEntity<ObjectNode> create(HttpServletRequest request, Principal who) throws IOException {
        // The body first: whoever asks for a parameter has a body read as a form that is called one, as curl does.
        JsonNode given = Bodies.fields(request, List.of("base_url", "api_key", "org_id"));
        String template = Bodies.parameter(request, "template_name");
        String name = Bodies.parameter(request, "name");
        ObjectNode body = EndpointTemplates.upstream(template);
        if (given.has("base_url")) {
            body.put("base-url", RoutingFields.text("base_url", given.get("base_url")));
        }
        if (given.has("org_id")) {
            body.withObject("/options").put("org-id", RoutingFields.text("org_id", given.get("org_id")));
        }
        if (given.has("api_key")) {
            if (!(body.path("credentials").path(0) instanceof ObjectNode credential)) {
                throw RoutingFields.bad("an endpoint of this template takes no api_key");
            }
            credential.put("key", RoutingFields.text("api_key", given.get("api_key")));
        }
        String upstream = upstreamName(name);
        Edits.Result made =
                edits.apply(who.getName(), List.of(new Draft(Kind.UPSTREAMS, upstream, body, new Expected.Absent())));
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("name", name);
        shown.put("upstream", upstream);
        shown.put("template", template);
        shown.put("version", made.version());
        shown.put("generation", made.generation().number());
        Upstream live = made.generation().snapshot().upstreams().get(upstream);
        shown.put("on", live != null && live.on());
        Stored stored = overlays.stored();
        stored.find(Kind.UPSTREAMS, upstream).ifPresent(entry -> shown.set("config", stored.shown(entry)));
        return ResponseEntity.status(201).eTag(Versions.tag(made.version())).body(shown);
    }

    @GetMapping("/health")
    ObjectNode health() {
        return health.show(live());
    }

    /** What people call it as configurations can: small letters, digits and dashes. */
    private static String upstreamName(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        if (plain.isEmpty() || plain.length() > 64) {
            throw RoutingFields.bad("name needs letters or digits, 64 at the most");
        }
        return plain;
    }

    private Snapshot live() {
        return generations.needed().snapshot();
    }
}
