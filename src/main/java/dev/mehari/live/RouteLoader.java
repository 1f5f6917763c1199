package dev.mehari.live;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Reads route files into a context, one at a time, so that a fault has its file. */
final class RouteLoader {
    static final String FOLDER = "routes/";

    private RouteLoader() {}

    private interface Loading {
        void run() throws Exception;
    }

    /**
     * Loads all files.
     *
     * @param files by their path below {@code routes/}
     * @return the routes that took the place of another; Camel replaces them without a word
     * @throws ConfigException with a fault for each file that cannot be read
     */
    static List<Fault> load(DefaultCamelContext context, SortedMap<String, byte[]> files) {
        Map<String, Collection<RoutesBuilder>> builders = new TreeMap<>();
        List<Fault> faults = new ArrayList<>();
        files.forEach((name, bytes) -> {
            Resource resource = ResourceHelper.fromBytes(FOLDER + name, bytes);
            at(faults, name, () -> {
                builders.put(name, PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource));
            });
        });
        // What routes share comes first, or it would reach only the files that are loaded later.
        builders.forEach((name, found) -> at(faults, name, () -> {
            for (RoutesBuilder builder : found) {
                if (builder instanceof RouteConfigurationsBuilder shared) {
                    context.addRoutesConfigurations(shared);
                }
            }
        }));
        List<Fault> replaced = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        builders.forEach((name, found) -> at(faults, name, () -> {
            for (RoutesBuilder builder : found) {
                context.addRoutes(builder);
            }
            for (RouteDefinition route : context.getRouteDefinitions()) {
                Resource resource = route.getResource();
                String file = resource == null ? name : resource.getLocation();
                String before = known.put(route.getRouteId(), file);
                if (before != null && !before.equals(file)) {
                    replaced.add(new Fault(
                            FOLDER + name,
                            route.getLineNumber(),
                            "two routes have the id \"" + route.getRouteId() + "\""));
                }
            }
        }));
        throwIfAny(faults);
        return replaced;
    }

    private static void at(List<Fault> faults, String name, Loading step) {
        try {
            step.run();
        } catch (Exception | LinkageError | StackOverflowError e) {
            faults.add(RouteFault.of(FOLDER + name, e));
        }
    }

    private static void throwIfAny(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    /** The file of a location that Camel tells. */
    static String fileOf(String location) {
        int folder = location.indexOf(FOLDER);
        String file = folder < 0 ? location : location.substring(folder);
        int end = file.indexOf(".yaml");
        return end < 0 ? file : file.substring(0, end + ".yaml".length());
    }
}
