package dev.mehari.live;

import dev.mehari.config.ByRoute;
import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.util.List;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatFactory;
import org.apache.camel.spi.Registry;

/** The Camel context of a generation, as its routes expect it. */
final class GenerationContext {
    private GenerationContext() {}

    /** A context without routes, not started. */
    static DefaultCamelContext with(Steps beans) {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.getCamelContextExtension().setName("mehari-generation");
        context.disableJMX();
        context.setStreamCaching(false);
        context.setAllowUseOriginalMessage(false);
        context.setMessageHistory(false);
        context.setSourceLocationEnabled(true);
        // A failure goes up to the route that called. A handler of each route's own would log it as the end of
        // everything and keep it from the one that knows what to do; a route may name one all the same.
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        // Records were waited for before; what is left then are calls whose time is over.
        context.getShutdownStrategy().setTimeout(10);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        Registry registry = context.getRegistry();
        beans.bind(registry);
        registry.bind("wireHeaders", new WireHeaders());
        // Under this name Camel looks for the language "bean" before it makes its own.
        registry.bind("bean-language", new CallLanguage());
        registry.bind("jackson-dataformat-factory", (DataFormatFactory) GenerationContext::json);
        DirectSteps.install(context);
        return context;
    }

    /** What a route's {@code marshal: json} writes: without the module, it could not write the time of a record. */
    private static DataFormat json() {
        JacksonDataFormat json = new JacksonDataFormat();
        json.setModuleClassNames("com.fasterxml.jackson.datatype.jsr310.JavaTimeModule");
        json.setDisableFeatures("WRITE_DATES_AS_TIMESTAMPS");
        return json;
    }

    /** Makes the route of each upstream from its template. */
    static void stamp(DefaultCamelContext context, Snapshot snapshot) {
        for (Upstream upstream : snapshot.upstreams().values()) {
            ByRoute route = upstream.route();
            if (route != null && !upstream.on()) {
                // The shipped ones are off in a home whose routes are older than they are.
                continue;
            }
            String template = route == null ? "upstream" : "upstream-route";
            if (context.getRouteTemplateDefinition(template) == null) {
                throw new ConfigException(List.of(new Fault(
                        RouteLoader.FOLDER + template + ".camel.yaml",
                        0,
                        "the template \"" + template + "\" is missing, which the upstream \"" + upstream.name()
                                + "\" needs: docs/routes.md, \"Routes of an earlier version\"")));
            }
            TemplatedRouteBuilder stamped = TemplatedRouteBuilder.builder(context, template)
                    .routeId("upstream-" + upstream.name())
                    .parameter("name", upstream.name());
            if (route == null) {
                stamped.parameter("url", upstream.baseUrl().toString());
            } else {
                stamped.parameter("route", route.route());
            }
            stamped.add();
        }
    }

    /** Starts the routes that others call, and none that begins by itself. */
    static void startCalled(DefaultCamelContext context) {
        context.getGlobalEndpointConfiguration().setLazyStartProducer(true);
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (!route.getInput().getEndpointUri().startsWith("direct:")) {
                route.setAutoStartup("false");
            }
        }
        context.start();
    }
}
