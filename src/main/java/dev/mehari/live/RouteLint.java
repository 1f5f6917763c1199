package dev.mehari.live;

import dev.mehari.config.Fault;
import dev.mehari.config.Nearest;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
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
            for (ProcessorDefinition<?> step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
                String location = step.getLocation();
                String file = location == null ? file(route) : RouteLoader.fileOf(location);
                lint(context, file, step, consumers.keySet(), faults);
                if (step instanceof BeanDefinition bean) {
                    texts(context, file, bean, steps, consumers.keySet(), faults);
                }
            }
        }
        return List.copyOf(faults);
    }

    private static void lint(
            CamelContext context, String file, ProcessorDefinition<?> step, Set<String> consumers, Set<Fault> faults) {
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
            } else if (bean.getMethod() != null && !hasMethod(known, name(bean.getMethod()))) {
                faults.add(new Fault(
                        file,
                        step.getLineNumber(),
                        "the bean \"" + bean.getRef() + "\" has no method \"" + name(bean.getMethod()) + "\""
                                + didYouMean(name(bean.getMethod()), steps(known))));
            }
        }
    }

    private static void read(
            String file, ProcessorDefinition<?> step, String uri, Set<String> consumers, Set<Fault> faults) {
        String fault = Directs.fault(address(uri), consumers);
        if (fault != null) {
            faults.add(new Fault(file, step.getLineNumber(), fault));
        }
    }

    private static void texts(
            CamelContext context,
            String file,
            BeanDefinition bean,
            Steps steps,
            Set<String> consumers,
            Set<Fault> faults) {
        String method = bean.getMethod();
        Steps.Text rule = method == null ? null : steps.texts().get(bean.getRef() + "." + name(method));
        if (rule == null) {
            return;
        }
        String step = bean.getRef() + "." + name(method) + ": ";
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

    private static String didYouMean(String word, List<String> names) {
        List<String> near = Nearest.of(word, names, 1);
        return near.isEmpty() ? "" : ", did you mean \"" + near.getFirst() + "\"?";
    }

    /** Those that a route may call; the others are for options of endpoints. */
    private static List<String> beans(CamelContext context) {
        return context.getRegistry().findByTypeWithName(Object.class).keySet().stream()
                .filter(name -> !name.contains("-"))
                .toList();
    }

    private static List<String> steps(Object bean) {
        return Stream.of(bean.getClass().getMethods())
                .filter(m -> m.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .distinct()
                .toList();
    }

    /** Of a method with or without its arguments. */
    private static String name(String call) {
        int bracket = call.indexOf('(');
        return bracket < 0 ? call : call.substring(0, bracket);
    }

    private static boolean hasMethod(Object bean, String name) {
        for (Method method : bean.getClass().getMethods()) {
            if (method.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The address of a route made from a template, its parameters filled in. */
    private static String stamped(RouteDefinition route) {
        String uri = route.getInput().getEndpointUri();
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

    private static String file(RouteDefinition route) {
        Resource resource = route.getResource();
        return resource == null ? "routes" : RouteLoader.fileOf(resource.getLocation());
    }
}
