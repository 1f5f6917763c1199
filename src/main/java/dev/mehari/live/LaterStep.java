package dev.mehari.live;

import dev.mehari.config.Fault;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Tries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;

/** Steps that shipped routes got after they were first copied, and the keys that do nothing without them. */
enum LaterStep {
    RACE("hedge.race", "dispatch", "\"hedge-after\""),
    SEND("mirror.send", "chat", "\"mirror\""),
    COUNT("tokens.count", "dispatch", "a count of tokens for an upstream that counts none"),
    FORMAT("answer.format", "answer", "an answer of another protocol than its caller's");

    private final String step;
    private final String route;
    private final String what;

    LaterStep(String step, String route, String what) {
        this.step = step;
        this.route = route;
        this.what = what;
    }

    /**
     * A step that no route calls.
     *
     * @param fault where it should stand, and what to do
     * @param inFiles whether the configuration's files ask for what it does
     * @param objects of the database that do
     */
    record Lack(Fault fault, boolean inFiles, Set<String> objects) {
        Lack {
            objects = Set.copyOf(objects);
        }
    }

    /** Steps that none of the routes calls. */
    static List<Lack> lacking(Collection<RouteDefinition> routes, Snapshot snapshot) {
        Set<String> called = new HashSet<>();
        for (RouteDefinition one : routes) {
            for (OptionalIdentifiedDefinition<?> step : RouteSteps.of(one)) {
                if (step instanceof BeanDefinition bean && bean.getMethod() != null) {
                    called.add(bean.getRef() + "." + StepArguments.name(bean.getMethod()));
                }
            }
        }
        List<Lack> lacking = new ArrayList<>();
        for (LaterStep later : values()) {
            if (!called.contains(later.step)) {
                lacking.add(later.lack(routes, snapshot));
            }
        }
        return lacking;
    }

    /** Whether an alias has a key that does nothing without the step. */
    private boolean isAskedBy(Tries tries) {
        return switch (this) {
            case RACE -> tries.hedgeAfter() != null;
            case SEND -> tries.mirror() != null;
            case COUNT, FORMAT -> false;
        };
    }

    private Lack lack(Collection<RouteDefinition> routes, Snapshot snapshot) {
        Set<String> files = new LinkedHashSet<>();
        Set<String> objects = new LinkedHashSet<>();
        for (String alias : snapshot.models().aliases().keySet()) {
            if (isAskedBy(snapshot.models().tries(alias))) {
                String id = OverlayObject.id(OverlayObject.Kind.MODELS, alias);
                snapshot.overlaid()
                        .place(id)
                        .ifPresentOrElse(
                                place -> files.add("\"" + alias + "\" (" + place + ")"), () -> objects.add(id));
            }
        }
        String file = routes.stream()
                .filter(one -> one.getInput().getEndpointUri().equals("direct:" + route))
                .map(RouteLint::file)
                .findFirst()
                .orElse(RouteLoader.FOLDER + route + ".camel.yaml");
        Set<String> users = files.isEmpty() ? objects : files;
        String who = users.isEmpty() ? "" : " of " + users.stream().sorted().collect(Collectors.joining(", "));
        return new Lack(
                new Fault(
                        file,
                        0,
                        "the step " + step + " is missing, which " + what + who
                                + " needs: add it as docs/routes.md shows under \"Routes of an earlier version\""),
                !files.isEmpty(),
                objects);
    }
}
