package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.plain.Document;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Fills {@code {name}} in what a route writes: from a property of the exchange, else the last reply, else an option. */
final class Filled {
    private static final Pattern NAME = Pattern.compile("\\{([A-Za-z0-9._\\[\\]-]+)}");

    private Filled() {}

    /** What is wrong with a path, on one line; null when nothing is. */
    static @Nullable String fault(String path) {
        boolean whole = path.startsWith("/") || path.startsWith("{");
        return whole ? null : "a path begins with \"/\", or with an option that does";
    }

    /** A path. Values are encoded, but for one that is an address by itself: at the beginning, with a slash first. */
    static String path(String written, Exchange exchange) {
        Matcher found = NAME.matcher(written);
        StringBuilder path = new StringBuilder();
        while (found.find()) {
            String name = found.group(1);
            String value = value(name, exchange);
            if (value.isEmpty()) {
                throw new Refusal(
                        ErrorKind.UPSTREAM_AUTH_FAILED, "No configured endpoint: \"" + name + "\" is not set");
            }
            boolean address = found.start() == 0 && value.startsWith("/");
            String encoded = address
                    ? value
                    : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            found.appendReplacement(path, Matcher.quoteReplacement(encoded));
        }
        return found.appendTail(path).toString();
    }

    /** A text; what has no value is left out. */
    static String text(String written, Exchange exchange) {
        return NAME.matcher(written).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), exchange)));
    }

    private static String value(String name, Exchange exchange) {
        Object property = exchange.getProperty(name);
        if (property instanceof String || property instanceof Number) {
            return property.toString();
        }
        if (exchange.getMessage().getBody() instanceof Document reply) {
            Object field = reply.field(name);
            if (field != null) {
                return field.toString();
            }
        }
        Document question = exchange.getProperty(RouteHop.QUESTION, Document.class);
        Object option = question == null ? null : question.field("options." + name);
        return option == null ? "" : option.toString();
    }
}
