package dev.mehari.live;

import dev.mehari.config.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Camel's exceptions about routes, as a file, a line and one sentence. */
final class RouteFault {
    private static final Pattern LINE = Pattern.compile("line:? (\\d+)|:(\\d+)(?:\\D|$)");
    /** What Camel says of a file in which all is commented out, too. */
    private static final String NOTHING = "Unable to parse resource";

    private static final Pattern FILE = Pattern.compile("(routes/\\S+?\\.camel\\.yaml)");

    private RouteFault() {}

    /** Of a route that could not be started: Camel names the route, and the context knows its file. */
    static Fault ofStart(DefaultCamelContext context, Throwable e) {
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            RouteDefinition route =
                    t instanceof FailedToCreateRouteException f ? context.getRouteDefinition(f.getRouteId()) : null;
            if (route != null && route.getResource() != null) {
                String file = RouteLoader.fileOf(route.getResource().getLocation());
                return new Fault(file, route.getLineNumber(), message(e));
            }
        }
        return of("routes", e);
    }

    /** @param file the file that was read; where Camel names another, that counts */
    static Fault of(String file, Throwable e) {
        if (e instanceof StackOverflowError) {
            return new Fault(file, 0, "is nested too deeply");
        }
        String text = message(e);
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof MarkedYamlEngineException yaml && yaml.getProblem() != null) {
                int line = yaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
                return new Fault(file, line, oneLine(yaml.getProblem()));
            }
        }
        Matcher line = LINE.matcher(text);
        int number = 0;
        if (line.find()) {
            String digits = line.group(1) != null ? line.group(1) : line.group(2);
            number = Integer.parseInt(digits);
        }
        Matcher named = FILE.matcher(text);
        return new Fault(named.find() ? named.group(1) : file, number, text);
    }

    /** The innermost message says what is wrong; the outer ones say that something is. */
    static String message(Throwable e) {
        String text = e.toString();
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            // Some outer ones repeat the inner and add what it is about.
            if (t.getMessage() != null && !text.startsWith(t.getMessage())) {
                text = t.getMessage();
            }
        }
        int lines = text.indexOf('\n', text.indexOf('\n') + 1);
        return oneLine(lines > 0 ? text.substring(0, lines) : text);
    }

    private static String oneLine(String text) {
        return text.contains(NOTHING) ? "holds no list of routes" : text.strip().replaceAll("\\s+", " ");
    }
}
