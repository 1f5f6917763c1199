package dev.mehari.live;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.StringQuoteHelper;
import org.jspecify.annotations.Nullable;

/** Whether a step is there, and takes what a route gives it. Camel looks when a call comes, and fails it. */
final class StepArguments {
    private StepArguments() {}

    /**
     * Why a step cannot be called so, on one line; null when it can.
     *
     * @param ref name of the bean
     * @param written with its brackets, or without
     */
    static @Nullable String fault(String ref, Object bean, String written) {
        String name = name(written);
        List<Method> all = Stream.of(bean.getClass().getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .toList();
        List<Method> named =
                all.stream().filter(method -> method.getName().equals(name)).toList();
        if (named.isEmpty()) {
            List<String> names = all.stream().map(Method::getName).distinct().toList();
            return "the bean \"" + ref + "\" has no method \"" + name + "\"" + RouteLint.didYouMean(name, names);
        }
        if (written.indexOf('(') >= 0
                && !written.endsWith("()")
                && StringHelper.betweenOuterPair(written, '(', ')') == null) {
            return null;
        }
        int given = given(written);
        boolean fits = named.stream()
                .anyMatch(method -> given < 0
                        ? parameters(method).noneMatch(type -> type == String.class)
                        : parameters(method).count() == given);
        return fits
                ? null
                : ref + "." + name + " is written " + form(named.getFirst())
                        + (given < 0 ? "" : ", not with " + given + (given == 1 ? " value" : " values"));
    }

    /** Of a method with or without its arguments. */
    static String name(String call) {
        int bracket = call.indexOf('(');
        return bracket < 0 ? call : call.substring(0, bracket);
    }

    /** How many there are; -1 without brackets. Where they do not pair is told elsewhere. */
    private static int given(String written) {
        String inside = StringHelper.betweenOuterPair(written, '(', ')');
        if (inside == null || inside.isBlank()) {
            return written.indexOf('(') < 0 ? -1 : 0;
        }
        return StringQuoteHelper.splitSafeQuote(inside, ',', true, true).length;
    }

    /** Those that somebody has to give: the exchange comes by itself. */
    private static Stream<Class<?>> parameters(Method method) {
        return Stream.<Class<?>>of(method.getParameterTypes()).filter(type -> type != Exchange.class);
    }

    private static String form(Method method) {
        return method.getName()
                + parameters(method)
                        .map(type -> type == String.class
                                ? "'...'"
                                : Exception.class.isAssignableFrom(type) ? "${exception}" : "${body}")
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
