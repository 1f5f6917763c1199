package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Effective;
import dev.mehari.config.OverlayObject.Kind;
import dev.mehari.config.Snapshot;
import dev.mehari.overlay.Draft;
import dev.mehari.overlay.Draft.Expected;
import dev.mehari.overlay.Stored;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * S4's routing configuration: what it says is the alias {@code *} and the session-pooled upstream, and is read from them.
 * Fields that a request leaves out stay as they are.
 */
final class RoutingForm {
    static final String SETTING = "routing";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String WEB_CHAT =
            EndpointTemplates.upstreams(EndpointTemplates.WEB_CHAT).getFirst();

    private final Stored stored;
    private final Snapshot live;

    /** @param live for upstreams of files, and for what is unset */
    RoutingForm(Stored stored, Snapshot live) {
        this.stored = stored;
        this.live = live;
    }

    /** As S4 shows it. */
    ObjectNode show(Effective.Branch config) {
        JsonNode setting = setting();
        ObjectNode shown = JSON.objectNode();
        shown.set(
                "default_route",
                setting.path("default_route").isMissingNode() ? JSON.nullNode() : setting.get("default_route"));
        shown.put("zai_webui_enabled", webChatOn());
        shown.put(
                "load_balancing",
                setting.path("load_balancing").asText("ordered").replace('-', '_'));
        shown.put("fallback_enabled", setting.path("fallback_enabled").asBoolean(true));
        if (setting.has("fallback_routes")) {
            shown.set("fallback_routes", setting.get("fallback_routes"));
        }
        shown.set("auto_scaling", ScalingFields.show(webChat(config)));
        return shown;
    }

    private boolean webChatOn() {
        var upstream = live.upstreams().get(WEB_CHAT);
        return upstream != null && upstream.standing().enabled();
    }

    /** The upstream as it is, else as it would be made. */
    private static JsonNode webChat(Effective.Branch config) {
        if (config.entries().get(Kind.UPSTREAMS.id()) instanceof Effective.Branch upstreams
                && upstreams.entries().get(WEB_CHAT) instanceof Effective.Branch found) {
            return EffectiveFields.whole(found);
        }
        return EndpointTemplates.upstream(EndpointTemplates.WEB_CHAT);
    }

    /**
     * What has to be written for a request.
     *
     * @throws Refusal when a field cannot be what it should
     */
    List<Draft> drafts(JsonNode wanted) {
        List<Draft> drafts = new ArrayList<>();
        boolean webChatComes = false;
        if (wanted.has("zai_webui_enabled") || wanted.has("auto_scaling")) {
            Optional<Draft> draft = webChatDraft(wanted);
            draft.ifPresent(drafts::add);
            webChatComes = draft.isPresent();
        }
        ObjectNode setting = setting().deepCopy();
        for (String field : List.of("default_route", "fallback_routes", "load_balancing", "fallback_enabled")) {
            JsonNode value = wanted.get(field);
            if (value != null && value.isNull()) {
                setting.remove(field);
            } else if (value != null) {
                setting.set(field, checked(field, value));
            }
        }
        Set<String> known = new LinkedHashSet<>(live.upstreams().keySet());
        if (webChatComes) {
            known.add(WEB_CHAT);
        }
        route(setting, known);
        if (!setting.equals(setting())) {
            drafts.add(new Draft(Kind.SETTINGS, SETTING, setting, new Expected.Any()));
        }
        return drafts;
    }

    private ObjectNode setting() {
        return stored.find(Kind.SETTINGS, SETTING).map(stored::shown).orElse(JSON.objectNode())
                        instanceof ObjectNode found
                ? found
                : JSON.objectNode();
    }

    private Optional<Draft> webChatDraft(JsonNode wanted) {
        Optional<Stored.Entry> entry = stored.find(Kind.UPSTREAMS, WEB_CHAT);
        boolean inFile = entry.isEmpty() && live.upstreams().containsKey(WEB_CHAT);
        ObjectNode before = entry.map(stored::shown)
                .map(JsonNode::<ObjectNode>deepCopy)
                .orElseGet(() -> EndpointTemplates.upstream(EndpointTemplates.WEB_CHAT));
        ObjectNode body = before.deepCopy();
        JsonNode enabled = wanted.path("zai_webui_enabled");
        if (!enabled.isMissingNode()) {
            body.put("enabled", RoutingFields.flag("zai_webui_enabled", enabled));
        } else if (entry.isEmpty()) {
            body.put("enabled", false);
        }
        if (wanted.has("auto_scaling")) {
            ScalingFields.apply(wanted.get("auto_scaling"), body);
        }
        if (inFile) {
            // Written all the same where it says something else, to be refused with the place in the file.
            boolean same = !wanted.has("auto_scaling") && body.path("enabled").asBoolean() == webChatOn();
            return same ? Optional.empty() : Optional.of(draft(body));
        }
        boolean off = entry.isEmpty() && !body.path("enabled").asBoolean() && !wanted.has("auto_scaling");
        return off || (entry.isPresent() && body.equals(before)) ? Optional.empty() : Optional.of(draft(body));
    }

    private static Draft draft(ObjectNode body) {
        return new Draft(Kind.UPSTREAMS, WEB_CHAT, body, new Expected.Any());
    }

    private static JsonNode checked(String field, JsonNode value) {
        return switch (field) {
            case "fallback_enabled" -> JSON.booleanNode(RoutingFields.flag(field, value));
            case "load_balancing" ->
                JSON.textNode(RoutingFields.text(field, value).replace('_', '-'));
            default -> value;
        };
    }

    /** Works out where the routes lead. */
    private static void route(ObjectNode setting, Set<String> known) {
        List<String> routes = RoutingFields.routes(setting.path("default_route"));
        ArrayNode targets = JSON.arrayNode();
        Set<String> first = new LinkedHashSet<>();
        routes.forEach(route -> first.add(target(route, known)));
        first.forEach(targets::add);
        setting.remove(List.of("targets", "fallbacks"));
        if (first.isEmpty()) {
            return;
        }
        setting.set("targets", targets);
        ArrayNode fallbacks = JSON.arrayNode();
        Set<String> then = new LinkedHashSet<>();
        if (setting.has("fallback_routes")) {
            RoutingFields.routes(setting.get("fallback_routes")).forEach(route -> then.add(target(route, known)));
        } else {
            EndpointTemplates.routes()
                    .forEach(template -> upstream(template, known).ifPresent(name -> then.add(target(name, known))));
        }
        then.removeAll(first);
        then.forEach(fallbacks::add);
        setting.set("fallbacks", fallbacks);
    }

    private static String target(String route, Set<String> known) {
        if (route.indexOf('/') > 0) {
            return route;
        }
        String upstream = upstream(route, known)
                .orElseThrow(() -> new Refusal(
                        ErrorKind.INVALID_REQUEST,
                        "No configured endpoint: there is no upstream for this route; there are "
                                + String.join(", ", known)));
        return upstream + "/" + EndpointTemplates.model(upstream).orElse("*");
    }

    private static Optional<String> upstream(String route, Set<String> known) {
        List<String> names = new ArrayList<>(EndpointTemplates.upstreams(route));
        names.add(route.replace('_', '-'));
        return names.stream().filter(known::contains).findFirst();
    }
}
