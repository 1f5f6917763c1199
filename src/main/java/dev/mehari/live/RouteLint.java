package dev.mehari.live;

import dev.mehari.config.Fault;
import dev.mehari.config.Nearest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.Resource;

/** What would only show once a call came through: a dangling {@code direct:} waits 30 seconds and then fails. */
final class RouteLint {
    private RouteLint() {}

    static List<Fault> check(CamelContext context, Steps steps) {
        Collection<RouteDefinition> routes =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
        // A route stamped many times has the same fault many times.
        Set<Fault> faults = new LinkedHashSet<>();
        Map<String, String> consumers = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (RouteDefinition route : routes) {
            String file = file(route);
            String from = address(stamped(route));
            if (!ids.add(route.getRouteId())) {
                faults.add(new Fault(
                        file, route.getLineNumber(), "two routes have the id \"" + route.getRouteId() + "\""));
            }
            String other = oneReader(from, route) ? consumers.putIfAbsent(from, route.getRouteId()) : null;
            if (other != null) {
                faults.add(new Fault(
                        file,
                        route.getLineNumber(),
                        "\"" + from + "\" is read by two routes, \"" + other + "\" and \"" + route.getRouteId()
                                + "\""));
            }
        }
        for (String needed : List.of("direct:chat", "direct:usage")) {
            if (!consumers.containsKey(needed)) {
                faults.add(new Fault("routes", 0, "no route reads \"" + needed + "\""));
            }
        }
        for (RouteDefinition route : routes) {
            for (OptionalIdentifiedDefinition<?> step : RouteSteps.of(route)) {
                String file = file(route, step);
                lint(context, file, step, consumers.keySet(), faults);
                if (step instanceof BeanDefinition bean) {
                    texts(context, file, route, bean, steps, consumers.keySet(), faults);
                }
            }
        }
        RouteExpressions.check(context, routes, faults);
        return List.copyOf(faults);
    }

    private static void lint(
            CamelContext context,
            String file,
            OptionalIdentifiedDefinition<?> step,
            Set<String> consumers,
            Set<Fault> faults) {
        if (step instanceof SendDefinition<?> send) {
            read(file, step, send.getEndpointUri(), consumers, faults);
        }
        if (step instanceof ToDynamicDefinition dynamic && dynamic.getUri() != null) {
            read(file, step, dynamic.getUri(), consumers, faults);
        }
        if (step instanceof BeanDefinition bean && bean.getRef() != null) {
            Object known = context.getRegistry().lookupByName(bean.getRef());
            if (known == null) {
                faults.add(new Fault(
                        file,
                        step.getLineNumber(),
                        "there is no bean \"" + bean.getRef() + "\"" + didYouMean(bean.getRef(), beans(context))));
            } else if (bean.getMethod() != null) {
                String wrong = StepArguments.fault(bean.getRef(), known, bean.getMethod());
                if (wrong != null) {
                    faults.add(new Fault(file, step.getLineNumber(), wrong));
                }
            }
        }
    }

    private static void read(
            String file, OptionalIdentifiedDefinition<?> step, String uri, Set<String> consumers, Set<Fault> faults) {
        String fault = Directs.fault(address(uri), consumers);
        if (fault != null) {
            faults.add(new Fault(file, step.getLineNumber(), fault));
        }
    }

    private static void texts(
            CamelContext context,
            String file,
            RouteDefinition route,
            BeanDefinition bean,
            Steps steps,
            Set<String> consumers,
            Set<Fault> faults) {
        String method = bean.getMethod() == null ? null : filled(route, bean.getMethod());
        Steps.Text rule = method == null ? null : steps.texts().get(bean.getRef() + "." + StepArguments.name(method));
        if (rule == null || method == null) {
            return;
        }
        String step = bean.getRef() + "." + StepArguments.name(method) + ": ";
        List<String> texts = Literals.of(context, method);
        if (texts == null) {
            faults.add(new Fault(
                    file, bean.getLineNumber(), step + "a text needs its quotes, brackets and quotes must pair"));
            return;
        }
        for (String text : texts) {
            String fault = rule.fault(text);
            String unread = fault == null ? Directs.fault(text, consumers) : fault;
            if (unread != null) {
                faults.add(new Fault(file, bean.getLineNumber(), step + unread));
            }
        }
    }

    /** Of these a second reader would stop the start, or share what comes with the first. */
    private static boolean oneReader(String from, RouteDefinition route) {
        return Directs.is(from)
                || (from.startsWith("seda:")
                        && !route.getInput().getEndpointUri().contains("multipleConsumers=true"));
    }

    static String didYouMean(String word, List<String> names) {
        List<String> near = Nearest.of(word, names, 1);
        return near.isEmpty() ? "" : ", did you mean \"" + near.getFirst() + "\"?";
    }

    /** Those that a route may call; the others are for options of endpoints. */
    private static List<String> beans(CamelContext context) {
        return context.getRegistry().findByTypeWithName(Object.class).keySet().stream()
                .filter(name -> !name.contains("-"))
                .toList();
    }

    /** The address of a route made from a template, its parameters filled in. */
    private static String stamped(RouteDefinition route) {
        return filled(route, route.getInput().getEndpointUri());
    }

    private static String filled(RouteDefinition route, String address) {
        String uri = address;
        Map<String, Object> parameters = route.getTemplateParameters();
        if (parameters != null) {
            for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
                uri = uri.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
            }
        }
        return uri;
    }

    private static String address(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        return path.replace("direct://", "direct:");
    }

    static String file(RouteDefinition route, OptionalIdentifiedDefinition<?> step) {
        String location = step.getLocation();
        return location == null ? file(route) : RouteLoader.fileOf(location);
    }

    static String file(RouteDefinition route) {
        Resource resource = route.getResource();
        return resource == null ? "routes" : RouteLoader.fileOf(resource.getLocation());
    }
}
