package dev.mehari.live;

import dev.mehari.call.Call;
import dev.mehari.config.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of routes in the simple language: whether they can be read, and, on the way of a call, whether what they ask
 * of it is there. A word that is spelled wrong goes live otherwise, and every call that comes to it fails.
 */
final class RouteExpressions {
    private static final Pattern ASKED = Pattern.compile("\\$\\{(?:in\\.)?body([^{}]*)}");
    private static final Pattern HEADER =
            Pattern.compile("\\$\\{(?:in\\.)?headers?(?:\\.|\\[)['\"]?([A-Za-z0-9_-]+)[^{}]*}");

    /** Where calls come in, and where an upstream's route sends them with its answer. */
    private static final List<String> ENTRANCES = List.of("direct:chat", "direct:passthrough", "direct:answer");

    /** Steps that change nothing of the message themselves. */
    private static final List<Class<?>> LEAVE_IT = List.of(
            BeanDefinition.class,
            ChoiceDefinition.class,
            WhenDefinition.class,
            FilterDefinition.class,
            LoopDefinition.class,
            TryDefinition.class,
            StepDefinition.class,
            SetPropertyDefinition.class,
            LogDefinition.class,
            // Of a shared configuration: Camel lists it before the first step.
            OnExceptionDefinition.class);

    private final CamelContext context;
    private final Map<String, RouteDefinition> byAddress = new HashMap<>();
    /** By address, whether the message still is the call behind a route. */
    private final Map<String, Boolean> followed = new HashMap<>();

    private final Set<Fault> faults;

    private RouteExpressions(CamelContext context, Set<Fault> faults) {
        this.context = context;
        this.faults = faults;
    }

    /** @param faults gets what is wrong */
    static void check(CamelContext context, Collection<RouteDefinition> routes, Set<Fault> faults) {
        RouteExpressions expressions = new RouteExpressions(context, faults);
        for (RouteDefinition route : routes) {
            expressions.byAddress.putIfAbsent(route.getInput().getEndpointUri(), route);
            RouteSteps.of(route).forEach(step -> expressions.read(route, step));
        }
        ENTRANCES.forEach(expressions::follow);
    }

    private void read(RouteDefinition route, OptionalIdentifiedDefinition<?> step) {
        String text = text(step);
        if (text == null) {
            return;
        }
        try {
            var simple = context.resolveLanguage("simple");
            if (isCondition(step)) {
                simple.createPredicate(text);
            } else {
                simple.createExpression(text);
            }
        } catch (ExpressionIllegalSyntaxException e) {
            faults.add(new Fault(
                    RouteLint.file(route, step),
                    line(step),
                    "an expression that cannot be read: " + RouteFault.message(e)));
        }
    }

    /** The text of a step's expression in the simple language; null where there is none, or where a template fills it in. */
    private static @Nullable String text(OptionalIdentifiedDefinition<?> step) {
        ExpressionDefinition expression = step instanceof HasExpressionType has ? has.getExpressionType() : null;
        String text =
                expression == null || !"simple".equals(expression.getLanguage()) ? null : expression.getExpression();
        return text == null || text.contains("{{") ? null : text;
    }

    /** Of a step Camel tells the line of its name; a branch has none, and it tells the one above. */
    private static int line(OptionalIdentifiedDefinition<?> step) {
        return step.getLineNumber() + (step instanceof WhenDefinition ? 1 : 0);
    }

    private static boolean isCondition(OptionalIdentifiedDefinition<?> step) {
        return step instanceof WhenDefinition
                || step instanceof FilterDefinition
                || (step instanceof LoopDefinition loop && "true".equals(loop.getDoWhile()));
    }

    /**
     * Goes along the steps of a route as long as their message is the call, with no header set.
     *
     * @return whether it still is behind the last of them
     */
    private boolean follow(String address) {
        RouteDefinition route = byAddress.get(address);
        Boolean known = followed.putIfAbsent(address, true);
        if (route == null || known != null) {
            return route != null && known != null && known;
        }
        boolean call = true;
        for (OptionalIdentifiedDefinition<?> step : RouteSteps.of(route)) {
            String text = call ? text(step) : null;
            if (text != null) {
                asked(text).forEach(fault -> faults.add(new Fault(RouteLint.file(route, step), line(step), fault)));
            }
            call = call && keepsTheCall(step);
        }
        followed.put(address, call);
        return call;
    }

    private boolean keepsTheCall(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            return Directs.is(send.getEndpointUri()) && follow(send.getEndpointUri());
        }
        return LEAVE_IT.stream().anyMatch(kind -> kind.isInstance(step));
    }

    private static List<String> asked(String text) {
        List<String> wrong = new ArrayList<>();
        for (Matcher asked = ASKED.matcher(text); asked.find(); ) {
            String fault = BodyPath.fault(Call.class, asked.group(1));
            if (fault != null) {
                wrong.add(asked.group() + ": " + fault);
            }
        }
        for (Matcher header = HEADER.matcher(text); header.find(); ) {
            wrong.add(header.group() + ": a call is no message with headers, the caller's are ${body.header('"
                    + header.group(1) + "')}");
        }
        return wrong;
    }
}
