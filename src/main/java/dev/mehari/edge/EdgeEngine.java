package dev.mehari.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code platform-http:} consumers on the container's own thread, from the first byte to the last: no second
 * thread, no second dispatch, and a stream is flushed event by event. The stock engine of Camel's Spring Boot starter
 * hands every call to another thread and back, at less than half the calls a second.
 */
public final class EdgeEngine implements PlatformHttpEngine {
    /** A path that nobody can ask for: what begins with the name of an upstream is served here. */
    static final String PASSTHROUGH = "/{upstream}";

    private final Map<String, EdgeConsumer> exact = new ConcurrentHashMap<>();
    private final Map<String, EdgeConsumer> prefixes = new ConcurrentHashMap<>();
    private final EdgeErrors errors;
    private final ReplyWriter writer;

    public EdgeEngine(EdgeErrors errors, Buffers buffers) {
        this.errors = errors;
        this.writer = new ReplyWriter(buffers);
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new EdgeConsumer(this, errors, writer, endpoint, processor);
    }

    void add(EdgeConsumer consumer) {
        EdgeConsumer other = table(consumer).putIfAbsent(consumer.path(), consumer);
        if (other != null) {
            throw new IllegalStateException("two routes serve the path " + consumer.path());
        }
    }

    void remove(EdgeConsumer consumer) {
        table(consumer).remove(consumer.path(), consumer);
    }

    private Map<String, EdgeConsumer> table(EdgeConsumer consumer) {
        return consumer.prefix() ? prefixes : exact;
    }

    /** Whether no path is served yet: the server takes connections before the routes stand. */
    boolean isEmpty() {
        return exact.isEmpty() && prefixes.isEmpty();
    }

    /** The consumer for a normalised path: an exact one, else the one with the longest prefix of whole segments. */
    @Nullable
    EdgeConsumer find(String path) {
        EdgeConsumer found = exact.get(path);
        for (int end = path.length(); found == null && end > 0; end = path.lastIndexOf('/', end - 1)) {
            found = prefixes.get(path.substring(0, end));
        }
        return found;
    }

    /**
     * The consumer of a model call whose path stands behind the name of an upstream; null when what is asked there is the
     * upstream's own affair.
     *
     * @param path normalised
     */
    @Nullable
    EdgeConsumer modelCalls(String path, String method, @Nullable String query) {
        EdgeConsumer found = exact.get(path);
        if (found == null && GeminiPath.serves(path, query)) {
            found = find(path);
        }
        return found != null && method.equals("POST") && found.takes(method) ? found : null;
    }

    /** The consumer of everything else behind the name of an upstream; null while there is none. */
    @Nullable
    EdgeConsumer passthrough() {
        return exact.get(PASSTHROUGH);
    }
}
