package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who serves which path at the edge. Any thread. */
public final class Ways {
    private final EdgeEngine engine;
    private final UpstreamPaths upstreams;

    public Ways(EdgeEngine engine, UpstreamPaths upstreams) {
        this.engine = engine;
        this.upstreams = upstreams;
    }

    /**
     * Who serves a request.
     *
     * @param path as it is served: normalised, or as it came behind the upstream's name
     * @param upstream that the path began with, null when it began with none
     */
    record Way(EdgeConsumer consumer, String path, @Nullable String upstream) {}

    /** Whether nothing is served yet. */
    boolean isEmpty() {
        return engine.isEmpty();
    }

    /**
     * Null when it is not served at the edge.
     *
     * @param raw the path as it came
     * @param path the same, normalised
     */
    @Nullable
    Way find(String raw, String path, String method, @Nullable String query) {
        EdgeConsumer own = engine.find(path);
        if (own != null) {
            return new Way(own, path, null);
        }
        UpstreamPaths.Found behind = upstreams.find(raw);
        if (behind == null) {
            return null;
        }
        String plain = PathSpelling.normalise(behind.path());
        EdgeConsumer model = engine.modelCalls(plain, method, query);
        if (model != null) {
            return new Way(model, plain, behind.upstream());
        }
        EdgeConsumer passthrough = engine.passthrough();
        return passthrough == null ? null : new Way(passthrough, behind.path(), behind.upstream());
    }

    static void refuseWebSocket(String path, Map<String, String> headers) {
        String upgrade = headers.get("upgrade");
        boolean asked = upgrade != null
                && Arrays.stream(upgrade.split(",", -1)).anyMatch(p -> p.strip().equalsIgnoreCase("websocket"));
        if (asked && EdgeErrors.protocolOf(path, headers) != null) {
            throw new Refusal(
                    ErrorKind.PROTOCOL_NOT_SUPPORTED,
                    "WebSocket is not spoken here: send a request, and ask for a stream of events");
        }
    }
}
