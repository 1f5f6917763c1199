package dev.mehari.config;

import dev.mehari.call.Defaults;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One configured place to send.
 *
 * @param protocol what it speaks, with callers of every protocol
 * @param responses whether it speaks Responses as well, with callers who do
 * @param baseUrl absolute http or https address without a trailing slash, query or user
 * @param credentials those that resolved; several make a pool
 * @param needsCredential whether the file lists credentials at all
 * @param quirks named deviations of look-alike vendors
 * @param headers sent with every request, never an auth header
 * @param concurrency how many attempts it has at the same time, null for as many as come
 * @param proxy outgoing proxy, null for none
 * @param ca file with extra certificate authorities, null for none
 * @param defaults settings where the caller set none
 * @param verbose whether its log level is raised
 * @param standing whether it may be called, and who says so
 * @param route the route that asks it, null for one that speaks its protocol over HTTP
 */
public record Upstream(
        String name,
        Protocol protocol,
        boolean responses,
        URI baseUrl,
        List<Credential> credentials,
        boolean needsCredential,
        Set<Quirk> quirks,
        Map<String, String> headers,
        Timeouts timeouts,
        Breaker breaker,
        Cooldown cooldown,
        CredentialPool credentialPool,
        Pool pool,
        @Nullable Concurrency concurrency,
        @Nullable URI proxy,
        @Nullable Path ca,
        Defaults defaults,
        boolean verbose,
        Standing standing,
        @Nullable ByRoute route) {

    public Upstream {
        credentials = List.copyOf(credentials);
        quirks = Set.copyOf(quirks);
        headers = Map.copyOf(headers);
    }

    /** Whether it can be called: false when it was switched off, its credentials are all unset, or one of its options is. */
    public boolean on() {
        return standing.enabled()
                && (!needsCredential || !credentials.isEmpty())
                && (route == null || route.complete());
    }

    /**
     * The protocol in which it is sent the call of a caller: the caller's own, if it speaks that. Of OpenAI's two only
     * Responses counts tokens; whoever has OpenAI's answers has its vectors, at the same address.
     */
    public Protocol protocolFor(Protocol caller, Operation operation) {
        return switch (operation) {
            case COUNT_TOKENS -> responses ? Protocol.OPENAI_RESPONSES : protocol;
            case EMBEDDINGS -> protocol == Protocol.OPENAI_RESPONSES ? Protocol.OPENAI_CHAT : protocol;
            case CHAT, PASSTHROUGH -> speaks(caller) ? caller : protocol;
        };
    }

    private boolean speaks(Protocol caller) {
        return switch (caller) {
            case OPENAI_RESPONSES -> responses;
            case OPENAI_COMPLETIONS -> protocol == Protocol.OPENAI_CHAT && quirks.contains(Quirk.COMPLETIONS);
            case OPENAI_CHAT, ANTHROPIC_MESSAGES, GEMINI -> caller == protocol;
        };
    }

    /** Whether it can be asked how many tokens a conversation is. */
    public boolean countsTokens(Protocol caller) {
        return !quirks.contains(Quirk.NO_COUNT_TOKENS)
                && switch (protocolFor(caller, Operation.COUNT_TOKENS)) {
                    case OPENAI_CHAT, OPENAI_COMPLETIONS -> false;
                    case OPENAI_RESPONSES, ANTHROPIC_MESSAGES, GEMINI -> true;
                };
    }

    /** Whether it keeps responses, and gives them out again by their id. */
    public boolean keepsResponses() {
        return responses || protocol == Protocol.OPENAI_RESPONSES;
    }

    /**
     * A path below the base URL, from one that may begin with the end of the base URL: where that is
     * {@code https://host/v1}, both {@code /v1/files} and {@code /files} are {@code /files}.
     *
     * @param path percent-encoded, empty or with a slash first
     */
    public String below(String path) {
        String base = baseUrl.getRawPath();
        for (int from = base.indexOf('/'); from >= 0; from = base.indexOf('/', from + 1)) {
            String end = base.substring(from);
            if (path.equals(end) || path.startsWith(end + "/")) {
                return path.substring(end.length());
            }
        }
        return path;
    }

    Upstream withPool(Pool other) {
        return new Upstream(
                name,
                protocol,
                responses,
                baseUrl,
                credentials,
                needsCredential,
                quirks,
                headers,
                timeouts,
                breaker,
                cooldown,
                credentialPool,
                other,
                concurrency,
                proxy,
                ca,
                defaults,
                verbose,
                standing,
                route);
    }

    /** Without header values: an operator may have put a secret into one. */
    @Override
    public String toString() {
        return "Upstream[" + name + ", " + protocol.id() + ", " + baseUrl + ", credentials=" + credentials
                + ", headers=" + headers.keySet() + "]";
    }

    /**
     * A provider's secret.
     *
     * @param id what rows and metrics call it
     * @param weight its share of the calls where they are shared out by weights, at least 1
     * @param imported whether it stands in a file of tokens
     */
    public record Credential(String id, Secret key, int weight, boolean imported) {
        public Credential(String id, Secret key) {
            this(id, key, 1, false);
        }
    }

    /**
     * @param connect until the connection stands
     * @param poolWait until a pooled connection is free
     * @param responseHeaders from request sent to status line
     * @param firstEvent from status line to the first event
     * @param gap between two events
     * @param total from the arrival of the call until an answer is committed
     * @param keepalive how long a caller of a stream hears nothing before a sign of life is sent; zero for never
     * @param minimumRate of the beginning of a stream, null for any
     */
    public record Timeouts(
            Duration connect,
            Duration poolWait,
            Duration responseHeaders,
            Duration firstEvent,
            Duration gap,
            Duration total,
            Duration keepalive,
            @Nullable MinimumRate minimumRate) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(120),
                Duration.ofSeconds(120),
                Duration.ofSeconds(120),
                Duration.ofSeconds(600),
                Duration.ofSeconds(15));

        /** With a stream of any rate. */
        public Timeouts(
                Duration connect,
                Duration poolWait,
                Duration responseHeaders,
                Duration firstEvent,
                Duration gap,
                Duration total,
                Duration keepalive) {
            this(connect, poolWait, responseHeaders, firstEvent, gap, total, keepalive, null);
        }
    }

    /**
     * @param failureRate percent of failed calls that opens it
     * @param window how many last calls count
     * @param minimumCalls fewer than these never open it
     * @param openFor how long it stays open before a probe
     */
    public record Breaker(int failureRate, int window, int minimumCalls, Duration openFor) {
        public static final Breaker DEFAULT = new Breaker(50, 100, 20, Duration.ofSeconds(30));
    }

    /**
     * Connections to one upstream.
     *
     * @param maxConnections open at the same time, at least 1
     * @param minConnections opened before the first call, at most {@code maxConnections}
     * @param warm whether at least one connection is opened before the first call
     * @param disabled whether every call opens a connection of its own
     */
    public record Pool(int maxConnections, int minConnections, boolean warm, boolean disabled) {
        public static final Pool DEFAULT = new Pool(2000, 0, false, false);

        public Pool {
            if (maxConnections < 1 || minConnections < 0) {
                throw new IllegalArgumentException("a pool has room for at least one connection");
            }
        }
    }
}
