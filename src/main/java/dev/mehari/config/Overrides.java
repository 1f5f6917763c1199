package dev.mehari.config;

import dev.mehari.config.Failover.Retry;
import dev.mehari.config.Upstream.Pool;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environment variables that win over the files. Blank counts as unset. */
final class Overrides {
    private static final String MOST = "POOL_MAX_CONNECTIONS";
    private static final String LEAST = "POOL_MIN_CONNECTIONS";
    private static final int SMALLEST_CHUNK = 512;
    private static final int LARGEST_CHUNK = 1 << 20;
    /** Milliseconds. */
    private static final int LONGEST_DELAY = 60_000;

    /** Keys of streams, which no file has, and what they usually are. */
    static final Map<String, String> STREAMS = new java.util.TreeMap<>(Map.of(
            "request-chunk-size", Integer.toString(Streams.DEFAULT.requestChunkSize()),
            "response-chunk-size", Integer.toString(Streams.DEFAULT.responseChunkSize()),
            "buffer-pool", Boolean.toString(Streams.DEFAULT.bufferPool())));

    private static final Map<String, String> VARIABLES = Map.of(
            "pool/max-connections", MOST,
            "pool/min-connections", LEAST,
            "pool/warm", "POOL_WARM",
            "pool/disabled", "DISABLE_CONNECTION_POOL",
            "retry/max-attempts", "RETRY_MAX_ATTEMPTS",
            "retry/delay", "RETRY_DELAY_MS",
            "streams/request-chunk-size", "STREAM_REQUEST_CHUNK_SIZE",
            "streams/response-chunk-size", "STREAM_RESPONSE_CHUNK_SIZE",
            "streams/buffer-pool", "STREAM_BUFFER_POOL_ENABLED");

    private final Map<String, String> environment;
    private final Faults faults;

    Overrides(Map<String, String> environment, Faults faults) {
        this.environment = environment;
        this.faults = faults;
    }

    /** The variable above what stands at a path such as {@code /upstreams/openai/pool/warm}; null when there is none. */
    static @Nullable String variable(String path) {
        int last = path.lastIndexOf('/');
        int before = path.lastIndexOf('/', last - 1);
        return VARIABLES.get(path.substring(before + 1));
    }

    Streams streams() {
        Streams usual = Streams.DEFAULT;
        Integer request = integer("STREAM_REQUEST_CHUNK_SIZE", SMALLEST_CHUNK, LARGEST_CHUNK);
        Integer response = integer("STREAM_RESPONSE_CHUNK_SIZE", SMALLEST_CHUNK, LARGEST_CHUNK);
        Boolean pool = flag("STREAM_BUFFER_POOL_ENABLED");
        return new Streams(
                request == null ? usual.requestChunkSize() : request,
                response == null ? usual.responseChunkSize() : response,
                pool == null ? usual.bufferPool() : pool);
    }

    /** Applies the variables of retries; a longer delay lengthens the longest one with it. */
    Failover retry(Failover failover) {
        Retry file = failover.retry();
        Integer attempts = integer("RETRY_MAX_ATTEMPTS", FailoverKeys.RETRIES.least(), FailoverKeys.RETRIES.most());
        Integer millis = integer("RETRY_DELAY_MS", 0, LONGEST_DELAY);
        Duration delay = millis == null ? file.delay() : Duration.ofMillis(millis);
        Duration longest = delay.compareTo(file.maxDelay()) > 0 ? delay : file.maxDelay();
        return failover.with(
                new Retry(attempts == null ? file.maxAttempts() : attempts, delay, longest, file.maxWait()));
    }

    /** Applies the pool's variables to every upstream. */
    Map<String, Upstream> pools(Map<String, Upstream> upstreams) {
        Integer most = integer(MOST, 1, UpstreamKeys.MOST_CONNECTIONS);
        Integer least = integer(LEAST, 0, UpstreamKeys.MOST_CONNECTIONS);
        Boolean warm = flag("POOL_WARM");
        Boolean disabled = flag("DISABLE_CONNECTION_POOL");
        Map<String, Upstream> changed = new LinkedHashMap<>();
        upstreams.forEach((name, upstream) -> {
            Pool file = upstream.pool();
            Pool pool = new Pool(
                    most == null ? file.maxConnections() : most,
                    least == null ? file.minConnections() : least,
                    warm == null ? file.warm() : warm,
                    disabled == null ? file.disabled() : disabled);
            if ((most != null || least != null) && pool.minConnections() > pool.maxConnections()) {
                add(
                        least == null ? MOST : LEAST,
                        "upstream " + Fault.quote(name) + " would have at least " + pool.minConnections()
                                + " and at most " + pool.maxConnections() + " connections");
            }
            changed.put(name, upstream.withPool(pool));
        });
        return changed;
    }

    private @Nullable Integer integer(String name, int least, int most) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        add(name, "must be a whole number from " + least + " to " + most + ", not " + Fault.quote(text));
        return null;
    }

    private @Nullable Boolean flag(String name) {
        String text = environment.getOrDefault(name, "").strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "true", "1" -> Boolean.TRUE;
            case "false", "0" -> Boolean.FALSE;
            default -> {
                add(name, "must be true or false, not " + Fault.quote(text));
                yield null;
            }
        };
    }

    private void add(String name, String message) {
        faults.add("environment", 0, name + ": " + message);
    }
}
