package dev.mehari.live;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.StringQuoteHelper;
import org.jspecify.annotations.Nullable;

/** What a route writes between the brackets of a step, read as Camel reads it at each call. */
final class Literals {
    private Literals() {}

    /**
     * The texts that a step gets from the words of the route alone; null when one has no quotes, or brackets
     * or quotes do not pair: Camel would put the call in its place. What only a call, an upstream or a property fills in is
     * left out.
     */
    static @Nullable List<String> of(CamelContext context, String method) {
        if (method.indexOf('(') < 0 || method.contains("{{")) {
            return List.of();
        }
        String arguments = StringHelper.betweenOuterPair(method, '(', ')');
        if (arguments == null) {
            return method.endsWith("()") ? List.of() : null;
        }
        List<String> texts = new ArrayList<>();
        for (String argument : StringQuoteHelper.splitSafeQuote(arguments, ',', true, true)) {
            if (argument.equals("*") || argument.contains("${") || argument.contains("$simple{")) {
                continue;
            }
            if (!quoted(argument)) {
                return null;
            }
            String text = context.resolveLanguage("simple")
                    .createExpression(argument)
                    .evaluate(new DefaultExchange(context), String.class);
            texts.add(StringHelper.removeLeadingAndEndingQuotes(text));
        }
        return texts;
    }

    private static boolean quoted(String argument) {
        int last = argument.length() - 1;
        return last > 0 && "'\"".indexOf(argument.charAt(0)) >= 0 && argument.charAt(last) == argument.charAt(0);
    }
}
